/** A time on the axis of a chart. */
export interface Tick {
  /** Place of the column that it is in, from 0. */
  column: number;
  label: string;
}

/** A column of a chart, in milliseconds since 1970 UTC. */
interface Span {
  start: number;
  end: number;
}

/** A distance between ticks. Times are local ones, as if they were UTC. */
interface Step {
  /** The number of the last tick at or before a time. */
  indexAt(local: number): number;
  /** Time of a tick. */
  timeOf(index: number): number;
  label(local: number): string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly Step[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => fixedStep(count * minute)),
  ...[1, 2, 3, 6, 12].map((count) => fixedStep(count * hour)),
  ...[1, 2, 7, 14].map((count) => fixedStep(count * day)),
  ...[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].map(monthStep),
];

/** Labels have the time of day, but at midnight the day. */
function fixedStep(length: number): Step {
  return {
    indexAt: (local) => Math.floor(local / length),
    timeOf: (index) => index * length,
    label: (local) => (local % day === 0 ? iso(local).slice(5, 10) : iso(local).slice(11, 16)),
  };
}

function monthStep(count: number): Step {
  return {
    indexAt(local) {
      const date = new Date(local);
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / count);
    },
    // Counted from 2000, since years below 100 stand for those after 1900.
    timeOf: (index) => Date.UTC(2000, index * count - 2000 * 12),
    label: (local) => iso(local).slice(0, count % 12 === 0 ? 4 : 7),
  };
}

function iso(local: number): string {
  return new Date(local).toISOString();
}

/** Minimum number of free places between two labels. */
const gap = 3;

/**
 * The ticks of a time axis, at round local times, as many as have room.
 *
 * @param columns - what the columns of the chart span
 * @param width - places that a column takes
 */
export function timeTicks(columns: readonly Span[], width: number): Tick[] {
  const hasRoom = (ticks: readonly Tick[]) =>
    ticks.every(({ column }, index) => {
      const before = ticks[index - 1];
      return !before || (column - before.column) * width >= before.label.length + gap;
    });
  return (
    steps
      .filter((step) => columns.every((column) => countWithin(step, column) <= 1))
      .map((step) => ticksOf(columns, step))
      .find(hasRoom) ?? []
  );
}

/** How many ticks fall into a column. */
function countWithin({ indexAt }: Step, { start, end }: Span): number {
  return indexAt(localTime(end - 1)) - indexAt(localTime(start - 1));
}

function ticksOf(columns: readonly Span[], step: Step): Tick[] {
  return columns.flatMap((span, column) => {
    if (countWithin(step, span) === 0) return [];
    return [{ column, label: step.label(step.timeOf(step.indexAt(localTime(span.end - 1)))) }];
  });
}

/** Milliseconds of the local calendar, as if it were that of UTC. */
function localTime(milliseconds: number): number {
  return milliseconds - new Date(milliseconds).getTimezoneOffset() * minute;
}
