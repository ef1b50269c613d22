import { StoreError } from '@cfw-flow/store';

/** Whether a file can't be read, which is reported of it, and ends nothing else. */
export function isSourceError(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code.startsWith('SOURCE_');
}
