import { asFailure } from '../failure.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { note } from '../output/terminal.ts';
import {
  aheadInWords,
  type ClockAhead,
  type PrunableStore,
  type Removal,
  removalInWords,
  removeOld,
} from '../store/old-flows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Removes the flows that are too old before a server answers, and reports it.
 *
 * @throws the reason of the signal
 */
export async function removeOldAtStart(
  store: PrunableStore,
  keepDays: number,
  signal: AbortSignal,
): Promise<void> {
  const removal = await unlessInterrupted(removeOld(store, keepDays, Date.now()), signal);
  if (removal.removed > 0) retentionMessages.onRemoval(removal);
}

/** Callbacks of what happens every hour. */
export interface RetentionListener {
  /** Flows were removed. */
  onRemoval: (removal: Removal) => void;
  /** The clock is more than a day ahead of the latest flow; called once until it isn't. */
  onAhead: (ahead: ClockAhead) => void;
  /** It failed. It is tried again an hour later. */
  onFailure: (error: unknown) => void;
}

/** Reports on standard error. */
export const retentionMessages: RetentionListener = {
  onRemoval: (removal) => note(`${removalInWords(removal)}.`),
  onAhead: (ahead) => note(`${aheadInWords(ahead)}.`),
  onFailure: (error) =>
    note(`Old flows could not be removed, next try in an hour. ${asFailure(error).message}`),
};

/** The removal of old flows, every hour. */
export interface Retention {
  /** Removes no more. A removal under way ends with the store, and is not reported. */
  stop(): void;
}

/** Removes the flows that have become too old, every hour from now on. Its timer keeps no process running. */
export function startRetention(
  store: PrunableStore,
  keepDays: number,
  { onRemoval, onAhead, onFailure }: RetentionListener,
): Retention {
  let stopped = false;
  let wasAhead = false;
  let underWay = false;
  async function remove(): Promise<void> {
    if (underWay) return;
    underWay = true;
    try {
      const removal = await removeOld(store, keepDays, Date.now());
      const { removed, ahead } = removal;
      const isAhead = ahead !== undefined && ahead.now - ahead.latest > DAY;
      if (removed > 0) onRemoval(removal);
      else if (isAhead && !wasAhead) onAhead(ahead);
      wasAhead = isAhead;
    } catch (error) {
      if (!stopped) onFailure(error);
    } finally {
      underWay = false;
    }
  }
  const timer = setInterval(() => void remove(), HOUR);
  timer.unref();
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
