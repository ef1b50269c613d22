import { sparkline } from '../output/bar.ts';
import { formatRate } from '../output/quantity.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { type Rate, rateColors } from './trend.ts';

/** Two rates over time. */
export interface RatesLine {
  /** In bits per second, part by part of a window. */
  parts: readonly Readonly<Record<Rate, number>>[];
  /** What is shown beside the chart of a rate, in bits per second. */
  shown: Readonly<Record<Rate, number>>;
  /** Columns of the terminal. */
  width: number;
}

/** Both rates over time in one line, on one scale. */
export function ratesLine({ parts, shown, width }: RatesLine): Piece[] {
  const max = Math.max(...parts.flatMap(({ in_bps, out_bps }) => [in_bps, out_bps]));
  const places = Math.max(minPlaces, Math.floor(width / 2) - textWidth);
  const chart = (rate: Rate) => {
    const values = greatest(
      parts.map((part) => part[rate]),
      Math.min(maxPlaces, places),
    );
    return styled(rateColors[rate], `${sparkline(values, max)} ${formatRate(shown[rate])}`);
  };
  return ['in ', chart('in_bps'), '  out ', chart('out_bps')];
}

/** Places beside a chart: its name, its rate and the blanks around it. */
const textWidth = ' in  100 Mbit/s '.length;
const minPlaces = 8;
const maxPlaces = 60;

/** At most so many values: each the greatest of those that it stands for. */
function greatest(values: readonly number[], max: number): number[] {
  const count = Math.max(1, Math.ceil(values.length / max));
  return Array.from({ length: Math.ceil(values.length / count) }, (_, place) =>
    Math.max(...values.slice(place * count, (place + 1) * count)),
  );
}
