import type { Verification } from '@cfw-flow/store';
import type { StoreAdmin } from '../control/store-admin.ts';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatSeconds } from '../output/quantity.ts';

/** The failure of a verification that found differences. */
export function rollupsDiffer(differing: number, data: string): Failure {
  return new Failure(
    `${counted(differing, 'sum')} of the rollups in ${escapeControlChars(data)} ${differing === 1 ? 'differs' : 'differ'} from the flows: the data are damaged,\n` +
      'and answers about those times may be wrong. Ingest the logs into a new data directory, and\n' +
      'please report it, with what may have damaged them.',
  );
}

/** Steps of the progress bar. */
const STEPS = 1000;

/** Compares the rollups with the flows, and shows the progress. */
export async function compareRollups(
  admin: StoreAdmin,
  signal: AbortSignal,
): Promise<Verification> {
  const progress = showProgress({
    title: 'Verifying',
    total: STEPS,
    describe: (_done, seconds) => formatSeconds(seconds),
  });
  try {
    return await admin.verify({
      signal,
      onProgress: (share) => progress.update(Math.floor(share * STEPS)),
    });
  } finally {
    progress.stop();
  }
}
