import fc from 'fast-check';

/**
 * Holds a property against random input, for a limited time. A counterexample that is small enough
 * is found soon, but the smallest one may take minutes; and a slow machine may run fewer cases, but
 * not so few that they prove nothing.
 *
 * @param property - the property
 * @param cases - `numRuns`, the cases to run; `timeLimit`, after how many milliseconds no more of
 *   them are begun, 30,000 when left out; `minRuns`, how many have to be run by then, a quarter of
 *   `numRuns` when left out
 * @throws an `Error` with the counterexample, or with the number of cases when they were too few
 */
export async function assertProperty<Input>(
  property: fc.IAsyncProperty<Input>,
  cases: { numRuns: number; timeLimit?: number; minRuns?: number },
): Promise<void> {
  const { numRuns, timeLimit = 30_000, minRuns = Math.ceil(numRuns / 4) } = cases;
  const begin = performance.now();
  const details = await fc.check(property, { numRuns, interruptAfterTimeLimit: timeLimit });
  const hasTooFew = details.interrupted && details.numRuns < minRuns;
  if (hasTooFew && details.counterexample === null) {
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    throw new Error(
      `Only ${details.numRuns} of ${numRuns} random cases ran in ${seconds} s, all without a fault: ` +
        `fewer than ${minRuns} prove too little. Run it where there is less else to do.`,
    );
  }
  if (details.failed) {
    const message = await fc.asyncDefaultReportMessage(details);
    throw new Error(message, { cause: details.errorInstance });
  }
}
