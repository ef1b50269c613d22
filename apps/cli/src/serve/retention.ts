import type { FlowStore } from '@cfw-flow/store';
import type { StoreAdmin } from '../control/store-admin.ts';
import { counted } from '../output/quantity.ts';
import { ignoreLimitErrors } from '../store/ignore-limit-errors.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What became of the flows that were too old. */
export interface Removal {
  /** Flows removed. */
  removed: number;
  /** Flows that are left; absent when counting them was too much for the store. */
  left?: number;
  /** The flows that ended before this time were too old, milliseconds since 1970 UTC. */
  before: number;
  /** By how much the clock was ahead of the day that counted as today, when it was. */
  ahead?: Ahead;
}

/** A clock that says a later day than the latest flow. */
export interface Ahead {
  /** What it says, milliseconds since 1970 UTC. */
  now: number;
  /** When the latest flow ended. */
  latest: number;
}

/**
 * Removes the flows that are too old. Today is the day of the clock, or of the latest flow when that
 * is earlier: what is removed is gone, and a clock that is ahead, by a dead battery or a typing
 * error, would remove everything.
 *
 * @param keepDays - whole days (UTC) that stay before today
 * @param now - milliseconds since 1970 UTC
 */
export async function removeOld(
  admin: StoreAdmin,
  keepDays: number,
  now: number,
): Promise<Removal> {
  const latest = await latestFlow(admin, now);
  const today = Math.min(dayOf(now), dayOf(latest));
  const before = (today - keepDays) * DAY;
  const removed = await admin.prune(before);
  const status = await ignoreLimitErrors(admin.status(), () => {});
  return {
    removed,
    before,
    ...(status && { left: status.flows }),
    ...(today < dayOf(now) && { ahead: { now, latest } }),
  };
}

/**
 * When the latest flow ended; now, when there is none or no time to find it. A firewall whose flows
 * end in the future, by more than a day, has a wrong clock itself and bears no witness.
 */
async function latestFlow(admin: StoreAdmin, now: number): Promise<number> {
  const firewalls = (await ignoreLimitErrors(admin.firewalls(), () => {})) ?? [];
  const times = firewalls.map(({ last_time }) => last_time);
  const credible = times.filter((time) => time <= now + DAY);
  return credible.length === 0 ? now : Math.max(...credible);
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

/** A removal in words, without a full stop. */
export function removalInWords({ removed, left, before, ahead }: Removal): string {
  const rest = leftInWords(left);
  const counting = ahead ? `. ${aheadInWords(ahead)}` : '';
  if (removed === 0) {
    return `No flow ended before ${dayInWords(before)} (UTC): nothing removed${rest}${counting}`;
  }
  return `${counted(removed, 'flow')} that ended before ${dayInWords(before)} (UTC) removed${rest}${counting}`;
}

function leftInWords(left: number | undefined): string {
  if (left === undefined) return '';
  return left === 0 ? ', none is left' : `, ${counted(left, 'flow')} left`;
}

/** What it means that the clock is ahead, without a full stop. */
export function aheadInWords({ now, latest }: Ahead): string {
  return (
    `The days to keep are counted back from the latest flow, of ${dayInWords(latest)}, not from ` +
    `${dayInWords(now)}, which the clock says: should it be wrong, nothing is lost`
  );
}

function dayInWords(time: number): string {
  // The clock of a machine may say what no calendar has.
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'no day at all' : date.toISOString().replace(/T.*/, '');
}

/** Who is told of it. */
export interface RetentionListener {
  /** Flows were removed. */
  onRemoval: (removal: Removal) => void;
  /** The clock is more than a day ahead of the latest flow; told once until it isn't. */
  onAhead: (ahead: Ahead) => void;
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
