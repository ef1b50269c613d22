import { StoreError } from '@cfw-flow/store';

/**
 * An answer of the store; undefined when it exceeded the deadline or the memory limit. For what is only
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
    if (!(error instanceof StoreError)) throw error;
    if (error.code !== 'DEADLINE' && error.code !== 'MEMORY') throw error;
    onLimit(error.message);
    return undefined;
  }
}
