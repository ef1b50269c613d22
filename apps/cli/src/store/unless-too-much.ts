import { StoreError } from '@cfw-flow/store';

/**
 * An answer of the store; nothing when finding it took longer, or more memory, than it may. What is
 * only told in passing is no reason to end.
 *
 * @param tell - gets the words of the store, with what to do
 */
export async function unlessTooMuch<Answer>(
  asked: Promise<Answer>,
  tell: (message: string) => void,
): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code !== 'DEADLINE' && error.code !== 'MEMORY') throw error;
    tell(error.message);
    return undefined;
  }
}
