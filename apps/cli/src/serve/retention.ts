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
 * @returns whether the clock is more than a day ahead of the latest flow
 * @throws the reason of the signal
 */
export async function removeOldAtStart(
  store: PrunableStore,
  keepDays: number,
  signal: AbortSignal,
  listener: RemovalListener,
): Promise<boolean> {
  const removal = await unlessInterrupted(removeOld(store, keepDays, Date.now()), signal);
  return report(removal, false, listener);
}

/** Reports a removal, or that the clock is ahead, which it was not before. */
function report(
  removal: Removal,
  wasAhead: boolean,
  { onRemoval, onAhead }: RemovalListener,
): boolean {
  const { removed, ahead } = removal;
  const isAhead = ahead !== undefined && ahead.now - ahead.latest > DAY;
  if (removed > 0) onRemoval(removal);
  else if (isAhead && !wasAhead) onAhead(ahead);
  return isAhead;
}

/** Callbacks of what a removal comes to. */
export interface RemovalListener {
  /** Flows were removed. */
  onRemoval: (removal: Removal) => void;
  /** The clock is more than a day ahead of the latest flow; called once until it isn't. */
  onAhead: (ahead: ClockAhead) => void;
}

/** Callbacks of what happens every hour. */
export interface RetentionListener extends RemovalListener {
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

/**
 * Removes the flows that have become too old, every hour from now on. Its timer keeps no process running.
 *
 * @param isAhead - whether it was reported that the clock is ahead
 */
export function startRetention(
  store: PrunableStore,
  keepDays: number,
  listener: RetentionListener,
  isAhead = false,
): Retention {
  let stopped = false;
  let underWay = false;
  async function remove(): Promise<void> {
    if (underWay) return;
    underWay = true;
    try {
      const removal = await removeOld(store, keepDays, Date.now());
      isAhead = report(removal, isAhead, listener);
    } catch (error) {
      if (!stopped) listener.onFailure(error);
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
