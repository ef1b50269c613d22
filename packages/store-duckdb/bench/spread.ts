/** The number below which that part of the numbers lies, 0.5 for the median. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The middle one of the numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}
