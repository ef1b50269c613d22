import type { StoreAdmin } from '../control/store-admin.ts';
import { counted } from '../output/quantity.ts';
import { ignoreLimitErrors } from './ignore-limit-errors.ts';

const DAY = 86_400_000;

/** What removing old flows needs of a store. */
export type PrunableStore = Pick<StoreAdmin, 'firewalls' | 'prune' | 'status'>;

/** Which flows are too old. */
export interface OldFlows {
  /** Those that ended before this time, milliseconds since 1970 UTC. */
  before: number;
  /** By how much the clock was ahead of the day that counted as today, when it was. */
  ahead?: ClockAhead;
  /** When the earliest flow ended; absent without flows, or when finding it exceeded a limit. */
  earliest?: number;
}

/** The result of removing old flows. */
export interface Removal extends Omit<OldFlows, 'earliest'> {
  /** Flows removed. */
  removed: number;
  /** Flows that are left; absent when counting them exceeded a limit. */
  left?: number;
}

/** A clock whose day is later than that of the latest flow. */
export interface ClockAhead {
  /** Its time, milliseconds since 1970 UTC. */
  now: number;
  /** When the latest flow ended, milliseconds since 1970 UTC. */
  latest: number;
}

/**
 * Says which flows are too old. Today is the day of the clock, or of the latest flow when that is
 * earlier: removing is final, and a clock that is ahead, by a dead battery or a typing error, would
 * remove everything. A firewall whose flows end more than a day in the future has a wrong clock itself
 * and is ignored.
 *
 * @param keepDays - whole days (UTC) that stay before today
 * @param now - milliseconds since 1970 UTC
 */
export async function findOldFlows(
  admin: Pick<PrunableStore, 'firewalls'>,
  keepDays: number,
  now: number,
): Promise<OldFlows> {
  const firewalls = (await ignoreLimitErrors(admin.firewalls(), () => {})) ?? [];
  const times = firewalls.map(({ last_time }) => last_time);
  const credible = times.filter((time) => time <= now + DAY);
  const latest = credible.length === 0 ? now : Math.max(...credible);
  const today = Math.min(dayOf(now), dayOf(latest));
  return {
    before: (today - keepDays) * DAY,
    ...(today < dayOf(now) && { ahead: { now, latest } }),
    ...(firewalls.length > 0 && {
      earliest: Math.min(...firewalls.map(({ first_time }) => first_time)),
    }),
  };
}

/** Removes the flows that are too old, as {@link findOldFlows} says it. */
export async function removeOld(
  admin: PrunableStore,
  keepDays: number,
  now: number,
): Promise<Removal> {
  const { before, ahead } = await findOldFlows(admin, keepDays, now);
  const removed = await admin.prune(before);
  const status = await ignoreLimitErrors(admin.status(), () => {});
  return { removed, before, ...(status && { left: status.flows }), ...(ahead && { ahead }) };
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
export function aheadInWords({ now, latest }: ClockAhead): string {
  return (
    `The days to keep are counted back from the latest flow, of ${dayInWords(latest)}, not from ` +
    `${dayInWords(now)}, which the clock says: should it be wrong, nothing is lost`
  );
}

/** A day (UTC), such as `2026-11-22`. */
export function dayInWords(time: number): string {
  // The clock of a machine may be beyond what a Date can hold.
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'no day at all' : date.toISOString().replace(/T.*/, '');
}
