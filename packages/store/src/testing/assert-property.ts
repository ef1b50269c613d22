import fc from 'fast-check';

/**
 * Holds a property against random input, for a limited time. A counterexample that is small enough
 * is found soon, but the smallest one may take minutes; and a slow machine may run fewer cases, but
 * not so few that they prove nothing.
 *
 * @param property - the property
 * @param cases - `numRuns`, the cases to run; `timeLimit`, after how many milliseconds no more of
 *   them are begun, 30,000 when left out; `minRuns`, how many are run however long they take, a quarter
 *   of `numRuns` when left out
 * @throws an `Error` with the counterexample
 */
export async function assertProperty<Input>(
  property: fc.IAsyncProperty<Input>,
  cases: { numRuns: number; timeLimit?: number; minRuns?: number },
): Promise<void> {
  const { numRuns, timeLimit = 30_000, minRuns = Math.ceil(numRuns / 4) } = cases;
  const inTime = await fc.check(property, { numRuns, interruptAfterTimeLimit: timeLimit });
  await throwFailure(inTime);
  const missing = minRuns - inTime.numRuns;
  if (inTime.interrupted && missing > 0) {
    await throwFailure(await fc.check(property, { numRuns: missing, endOnFailure: true }));
  }
}

async function throwFailure<Input>(details: fc.RunDetails<Input>): Promise<void> {
  const isTimeOver = details.interrupted && details.counterexample === null;
  if (!details.failed || isTimeOver) return;
  const message = await fc.asyncDefaultReportMessage(details);
  throw new Error(message, { cause: details.errorInstance });
}
