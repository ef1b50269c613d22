import { StoreError, type StoreErrorCode } from '@cfw-flow/store';

const limits: ReadonlySet<StoreErrorCode> = new Set(['BUSY', 'DEADLINE', 'MEMORY']);

/**
 * An answer of the store; undefined when a limit was exceeded: of time, of memory, or of questions at once. For what is only
 * shown in passing, and no reason to fail.
 *
 * @param onLimit - gets the message of the store, with what to do
 */
export async function ignoreLimitErrors<Answer>(
  query: Promise<Answer>,
  onLimit: (message: string) => void,
): Promise<Answer | undefined> {
  try {
    return await query;
  } catch (error) {
    if (!(error instanceof StoreError && limits.has(error.code))) throw error;
    onLimit(error.message);
    return undefined;
  }
}
