import { type Kind, kinds } from './soak-question.ts';
import { median, quantile } from './spread.ts';
import { numbers, startTable, words } from './table.ts';

/** What happened in a minute. */
export interface Minute {
  /** Flows in the store at its end. */
  held: number;
  /** Flows ingested a second. */
  rate: number;
  seconds: number;
  /** Milliseconds of each question. */
  took: Record<Kind, number[]>;
  /** Longest delay of the event loop, milliseconds. */
  delay: number;
  /** Bytes of memory, and of the data directory. */
  rss: number;
  bytes: number;
}

/** What grows by more than this from the second quarter to the last is said to have grown. */
const tolerance = 1.25;

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

/** Prints the head of the table of minutes; the function that it gives prints one. */
export function startMinutes(): (number: number, minute: Minute) => void {
  const print = startTable([
    numbers('minute'),
    numbers('M flows', 7),
    numbers('flows/s', 7),
    numbers('asked/s'),
    numbers('p50 ms'),
    numbers('p99 ms'),
    numbers('loop ms'),
    numbers('RSS MB'),
    numbers('file MB'),
  ]);
  return (number, { held, rate, seconds, took, delay, rss, bytes }) => {
    const all = Object.values(took).flat();
    print([
      number,
      (held / 1_000_000).toFixed(2),
      Math.round(rate),
      (all.length / seconds).toFixed(1),
      median(all).toFixed(0),
      quantile(all, 0.99).toFixed(0),
      delay.toFixed(0),
      megabytes(rss),
      megabytes(bytes),
    ]);
  };
}

/** Tells whether latency, memory and the data grew, the second quarter of the minutes beside the last. */
export function tellGrowth(minutes: readonly Minute[]): void {
  const quarter = Math.ceil(minutes.length / 4);
  const quarters = [minutes.slice(quarter, 2 * quarter), minutes.slice(-quarter)];
  console.log('\nThe second quarter of the minutes beside the last:\n');
  const print = startTable([
    words('', 17),
    numbers('second', 7),
    numbers('last', 7),
    words('grew', 5),
  ]);
  const tell = (name: string, measure: (minutes: readonly Minute[]) => number) => {
    const [second, last] = quarters.map(measure) as [number, number];
    print([name, second.toFixed(0), last.toFixed(0), last > second * tolerance ? 'yes' : 'no']);
  };
  for (const kind of kinds) {
    const took = (among: readonly Minute[]) => among.flatMap((minute) => minute.took[kind]);
    tell(`${kind}, p50 ms`, (among) => median(took(among)));
    tell(`${kind}, p99 ms`, (among) => quantile(took(among), 0.99));
  }
  tell('greatest RSS, MB', (among) => megabytes(Math.max(...among.map(({ rss }) => rss))));
  tell('greatest file, MB', (among) => megabytes(Math.max(...among.map(({ bytes }) => bytes))));
}
