/** Kind of client, which decides when its traffic is busy. */
export type Rhythm = 'office' | 'public' | 'machine' | 'scanner';

const DAY = 86_400;

/** Share of the busiest hour, by hour of the day (UTC). */
const days: Record<Rhythm, readonly number[]> = {
  office: [4, 3, 3, 3, 4, 6, 15, 42, 78, 95, 100, 92, 66, 84, 98, 94, 80, 52, 28, 18, 13, 9, 7, 5],
  public: [
    22, 16, 12, 10, 11, 15, 24, 36, 46, 52, 56, 62, 66, 62, 60, 62, 68, 78, 90, 98, 100, 88, 62, 38,
  ],
  machine: [
    88, 92, 100, 96, 84, 80, 80, 82, 84, 86, 86, 86, 84, 86, 86, 86, 84, 82, 80, 80, 80, 80, 82, 84,
  ],
  scanner: [
    90, 96, 100, 98, 92, 84, 70, 60, 55, 50, 50, 52, 54, 52, 50, 54, 58, 62, 66, 70, 74, 78, 82, 86,
  ],
};

/** Activity of Saturdays and Sundays, as a share of that of a working day. */
const weekends: Record<Rhythm, number> = { office: 0.12, public: 1.2, machine: 0.95, scanner: 1 };

/**
 * The activity at a moment, as a share of the busiest hour of a working day.
 *
 * @param second - seconds since 1970 UTC
 */
export function activity(rhythm: Rhythm, second: number): number {
  const hours = days[rhythm];
  const hour = (second % DAY) / 3600;
  const before = hours[Math.floor(hour)]!;
  const after = hours[(Math.floor(hour) + 1) % 24]!;
  const share = (before + (after - before) * (hour % 1)) / 100;
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(second / DAY) + 4) % 7;
  return weekday === 0 || weekday === 6 ? share * weekends[rhythm] : share;
}
