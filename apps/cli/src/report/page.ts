import type { ChangeKind } from '../comparison/comparison.ts';
import { roundUp } from '../trend/rate-scale.ts';
import { mergeParts, type Rate, type TrendPart } from '../trend/trend.ts';

/** A report in words, as HTML and as Markdown have it. */
export interface Page {
  title: string;
  /** What the report is about: names and values. */
  facts: (readonly [name: string, value: string])[];
  figures: Figure[];
  trends: PageTrend[];
  sections: Section[];
}

/** A number that is read first. */
export interface Figure {
  title: string;
  value: string;
  /** What it was before, and how much it changed. */
  about: string;
  /** Worth a look at once. */
  isAlarming?: boolean;
}

/** A rate over time, over that of the window before. */
export interface PageTrend {
  rate: Rate;
  title: string;
  summary: string;
  now: TrendPart[];
  before: TrendPart[];
}

/** A table, or why there is none. */
export interface Section {
  title: string;
  /** Said below the title. */
  about: string | undefined;
  columns: Column[];
  rows: Cell[][];
  /** Said when there are no rows. */
  empty: string;
  /** Whether it stands beside another one where there is room. */
  isHalf: boolean;
}

/** A column of a table. */
export interface Column {
  title: string;
  isNumber: boolean;
  /** Of words that are not to be broken. */
  isShort?: boolean;
  /** Left out where there is little room. */
  isMinor?: boolean;
}

/** A value; a share of the whole is shown as a bar, too. */
export type Cell = string | { text: string; share: number } | { text: string; kind: ChangeKind };

/** The words of a cell. */
export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

/**
 * Where the scale of all trends ends: they have one, so that they can be compared.
 *
 * @param columns - how many columns a chart has at most
 */
export function scaleEnd(trends: readonly PageTrend[], columns: number): number {
  const greatest = Math.max(
    0,
    ...trends.flatMap(({ rate, now, before }) =>
      [now, before].flatMap((parts) => mergeParts(parts, columns).map((part) => part[rate])),
    ),
  );
  return greatest === 0 ? 0 : roundUp(greatest);
}
