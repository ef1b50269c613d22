import { formatRate } from '../output/quantity.ts';

/** A rate on a scale: round numbers need no `.0`. */
export function scaleLabel(rate: number): string {
  return formatRate(rate).replace('.0 ', ' ');
}

/** The next round number: a rate of 1.7 bit/s has a scale up to 2. */
export function roundUp(rate: number): number {
  const power = 10 ** Math.floor(Math.log10(rate));
  const digit = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].find((step) => rate <= step * power);
  return (digit ?? 10) * power;
}
