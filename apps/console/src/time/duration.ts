const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a duration such as `90m`, `6h` or `30d`; nothing for another text. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units];
}

/** A duration of whole minutes in the greatest unit that it is whole in: `6h`. */
export function writeDuration(duration: number): string {
  const unit = (['d', 'h'] as const).find((name) => duration % units[name] === 0) ?? 'm';
  return `${duration / units[unit]}${unit}`;
}

/** Windows on offer that end now. */
export const lastWindows: readonly number[] = [
  units.h,
  6 * units.h,
  units.d,
  7 * units.d,
  30 * units.d,
  90 * units.d,
];
