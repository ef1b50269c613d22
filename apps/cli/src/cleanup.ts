/** Has something done at the end, before what was registered earlier. */
export type AtEnd = (close: () => unknown) => void;

/**
 * Runs work, and then what it registered to be done at the end, last things first. All of it is done,
 * whatever fails.
 *
 * @throws what the work threw, or else the first error of what was done at the end
 */
export async function withCleanup<Result>(
  work: (atEnd: AtEnd) => Promise<Result>,
): Promise<Result> {
  const registered: (() => unknown)[] = [];
  const errors: unknown[] = [];
  let result: Result | undefined;
  try {
    result = await work((close) => void registered.unshift(close));
  } catch (error) {
    errors.push(error);
  }
  for (const close of registered) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return result as Result;
}
