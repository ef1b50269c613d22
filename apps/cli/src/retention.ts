import type { FlowStore } from '@cfw-flow/store';
import type { HeldFlows } from './control/operations.ts';
import { counted } from './quantity.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What became of the flows that were too old. */
export interface Removal {
  /** Flows removed. */
  removed: number;
  /** Flows that are left. */
  left: number;
  /** The flows that ended before this time were too old, milliseconds since 1970 UTC. */
  before: number;
}

/**
 * Removes the flows that are too old.
 *
 * @param keepDays - whole days (UTC) that stay before today
 * @param now - milliseconds since 1970 UTC
 */
export async function removeOld(flows: HeldFlows, keepDays: number, now: number): Promise<Removal> {
  const before = (Math.floor(now / DAY) - keepDays) * DAY;
  const removed = await flows.prune(before);
  const { flows: left } = await flows.status();
  return { removed, left, before };
}

/** A removal in words, without a full stop. */
export function removalInWords({ removed, left, before }: Removal): string {
  const day = new Date(before).toISOString().slice(0, 10);
  const rest = left === 0 ? 'none is left' : `${counted(left, 'flow')} left`;
  if (removed === 0) return `No flow ended before ${day} (UTC): nothing removed, ${rest}`;
  return `${counted(removed, 'flow')} that ended before ${day} (UTC) removed, ${rest}`;
}

/** Who is told of it. */
export interface RetentionListener {
  /** Flows were removed. */
  onRemoval: (removal: Removal) => void;
  /** It failed. It is tried again an hour later. */
  onFailure: (error: unknown) => void;
}

/** Flows that grow too old being removed. */
export interface Retention {
  /** Removes no more. What is under way ends with the store, and is told to nobody. */
  stop(): void;
}

/**
 * Removes the flows that have become too old, every hour from now on. The program may end all the
 * same.
 */
export function startRetention(
  store: FlowStore,
  keepDays: number,
  { onRemoval, onFailure }: RetentionListener,
): Retention {
  let stopped = false;
  let underWay = false;
  async function remove(): Promise<void> {
    if (underWay) return;
    underWay = true;
    try {
      const removal = await removeOld(store, keepDays, Date.now());
      if (removal.removed > 0) onRemoval(removal);
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
