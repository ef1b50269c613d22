import { StoreError } from '@cfw-flow/store';

/** Whether a file can't be read, which is reported of it, and ends nothing else. */
export function isSourceError(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code.startsWith('SOURCE_');
}

/** Whether a file is not there any more. */
export function isGone({ code, cause }: StoreError): boolean {
  return code === 'SOURCE_UNREADABLE' && (cause as NodeJS.ErrnoException)?.code === 'ENOENT';
}
