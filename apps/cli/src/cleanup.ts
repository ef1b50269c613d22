/** Registers what to close at the end. What was registered last is closed first. */
export type AtEnd = (close: () => unknown) => void;

/**
 * Runs work, and then closes what it registered, the last first. All of it is closed, whatever fails.
 *
 * @throws what the work threw, or else the first error of closing
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
