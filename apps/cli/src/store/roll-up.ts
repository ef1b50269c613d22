import type { StoreWith, StoreStatus } from '@cfw-flow/store';
import { unlessInterrupted } from '../interrupt.ts';
import { showProgress } from '../output/progress.ts';
import { formatCount } from '../output/quantity.ts';

/** Milliseconds between two updates of the progress. */
const UPDATE_EVERY = 500;

/**
 * Rolls up all pending flows, and shows the progress.
 *
 * @param signal - ends the waiting; the store continues until it is closed
 * @throws the reason of the signal
 */
export async function rollUp(store: StoreWith, signal: AbortSignal): Promise<void> {
  const { pending } = await store.status({ signal });
  const progress = showProgress({
    title: 'Rolling up',
    total: pending,
    describe: (done) => `${formatCount(done)} of ${formatCount(pending)} flows`,
  });
  const update = async () => {
    // Progress is not worth an error.
    const status = await store.status({ signal }).catch(() => undefined);
    if (status) progress.update(pending - status.pending);
  };
  const timer = setInterval(() => void update(), UPDATE_EVERY);
  try {
    await unlessInterrupted(store.rollUp(), signal);
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}

/** Minimum number of pending flows to report: fewer make no difference to answers. */
const minReported = 1_000_000;

/** Messages about rollups that lag behind or failed. */
export function rollupMessages({ flows, pending, failure }: StoreStatus): string[] {
  const lines: string[] = [];
  if (pending >= minReported) {
    lines.push(
      `${formatCount(pending)} of ${formatCount(flows)} flows are not rolled up yet: answers about them take longer.`,
    );
  }
  if (failure !== undefined) {
    lines.push(`Rolling up failed, and is tried again when flows come in: ${failure}`);
  }
  return lines;
}
