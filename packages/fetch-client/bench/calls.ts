import type { Contender } from './contenders.ts';
import type { StatisticServer } from './server.ts';
import { inTurns, median } from './turns.ts';

export const callsPerRound = 20;

/** What one call takes a process that has made many. */
export interface CallTime {
  microseconds: number;
  /** Times the first contender's, in the median of the rounds. */
  ratio: number;
}

export async function measureCalls(
  contenders: Contender[],
  server: StatisticServer,
  rounds: number,
): Promise<CallTime[]> {
  const times = await inTurns(
    contenders.map(({ name, prepare }) => {
      const call = prepare(server.endpoint);
      return () => timePerCall(name, call, server.total);
    }),
    { rounds, warmUps: 20 },
  );
  const [baseline = []] = times;
  return times.map((own) => ({
    microseconds: median(own) * 1000,
    ratio: median(own.map((time, round) => time / baseline[round]!)),
  }));
}

/** @returns milliseconds */
async function timePerCall(
  name: string,
  call: () => Promise<number>,
  expected: number,
): Promise<number> {
  const begin = performance.now();
  for (let count = 0; count < callsPerRound; count++) {
    const total = await call();
    if (total !== expected) throw new Error(`${name} read ${total} where ${expected} was sent.`);
  }
  return (performance.now() - begin) / callsPerRound;
}
