import type { FlowStore, StoreStatus } from '@cfw-flow/store';
import { unlessInterrupted } from '../interrupt.ts';
import { showProgress } from '../output/progress.ts';
import { formatCount } from '../output/quantity.ts';

/** Milliseconds from one look at how far it is to the next. */
const LOOK_EVERY = 500;

/**
 * Rolls up all that waits, and shows how far it is.
 *
 * @param signal - ends the waiting; the store goes on until it is closed
 * @throws the reason of the signal
 */
export async function rollUp(store: FlowStore, signal: AbortSignal): Promise<void> {
  const { pending } = await store.status({ signal });
  const progress = showProgress({
    title: 'Rolling up',
    total: pending,
    tell: (done) => `${formatCount(done)} of ${formatCount(pending)} flows`,
  });
  const look = async () => {
    // How far it is matters to nobody when the store can't tell.
    const status = await store.status({ signal }).catch(() => undefined);
    if (status) progress.update(pending - status.pending);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY);
  try {
    await unlessInterrupted(store.rollUp(), signal);
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}

/** Fewer are read so fast that nobody notices, and may wait as long as no more come. */
const MANY = 1_000_000;

/** What a person should know of rollups that lag behind. */
export function lagInWords({ flows, pending, failure }: StoreStatus): string[] {
  const lines: string[] = [];
  if (pending >= MANY) {
    lines.push(
      `${formatCount(pending)} of ${formatCount(flows)} flows are not rolled up yet: answers about them take longer.`,
    );
  }
  if (failure !== undefined) {
    lines.push(`Rolling up failed, and is tried again when flows come in: ${failure}`);
  }
  return lines;
}
