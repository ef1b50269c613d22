/**
 * Measures several things in turns, so that what else the machine does meets all of them alike.
 * Every round begins with another one: what one leaves to clean up must not always fall on the same.
 *
 * @param rounds how many measurements of each to keep, after `warmUps` that are dropped
 * @returns the measurements of each, in the order of the rounds
 */
export async function inTurns(
  measures: (() => Promise<number>)[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<number[][]> {
  const measured = measures.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round++) {
    for (let turn = 0; turn < measures.length; turn++) {
      const index = (turn + round + warmUps) % measures.length;
      const value = await measures[index]!();
      if (round >= 0) measured[index]!.push(value);
    }
  }
  return measured;
}

/** Of an even number of values, the upper of the two in the middle. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
