import type { FileIngest } from './file-ingest.ts';
import { median } from './spread.ts';

/** What came out when the same log was ingested several times. */
export interface IngestSummary {
  flows: number;
  /** Milliseconds until it was ingested, and until it was rolled up, too: the median. */
  took: number;
  rolledUp: number;
  /** Bytes of the data directory for each flow. */
  bytesAFlow: string;
  /** Delays of the event loop, 99 % and all of them, in milliseconds: the worst of the runs. */
  loop: string;
}

/** Sums the runs up. */
export function summarize(runs: readonly FileIngest[]): IngestSummary {
  const { flows, bytes } = runs[0]!;
  const worst = (part: 'p99' | 'max') => Math.max(...runs.map(({ delays }) => delays[part]));
  return {
    flows,
    took: median(runs.map(({ took }) => took)),
    rolledUp: median(runs.map(({ rolledUp }) => rolledUp)),
    bytesAFlow: (bytes / flows).toFixed(1),
    loop: `${worst('p99').toFixed(0)}/${worst('max').toFixed(0)}`,
  };
}

/** So many in so many milliseconds, as whole ones a second. */
export function perSecond(count: number, milliseconds: number): number {
  return Math.round((count / milliseconds) * 1000);
}
