import stringWidth from 'string-width';
import { escapeControlChars } from './escape-control-chars.ts';

/** A column of a table. */
export interface Column {
  title: string;
  cells: readonly string[];
  /** Numbers stand at the right. */
  align?: 'left' | 'right';
  /** May be cut, down to this many places, when the table is too wide. */
  minWidth?: number;
  /** Where it is cut: at its end when left out. Of a path the end says more than the middle. */
  cut?: 'middle';
}

/** A table that has the columns that there is room for. */
export interface FittedTable {
  /** Its titles first. */
  lines: string[];
  /** Titles of the columns that there is no room for. */
  hidden: string[];
}

/** What to say of the columns of a table that there is no room for. */
export function hiddenText({ hidden }: FittedTable): string | undefined {
  if (hidden.length === 0) return undefined;
  return `too narrow for ${hidden.join(', ')}: widen the terminal, or use a pipe`;
}

/** Makes columns with a cell for each of some rows. */
export function columnsOf<Row>(rows: readonly Row[]) {
  return (
    title: string,
    cell: (row: Row) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: rows.map(cell), ...rest });
}

/**
 * A table without the columns at its right that have no room, even where others are cut.
 *
 * @param min - number of columns that are always there
 */
export function fittedTable(columns: readonly Column[], width: number, min: number): FittedTable {
  const leastWidths = columns.map((column) =>
    Math.min(widthOf(column), column.minWidth ?? Infinity),
  );
  let count = columns.length;
  while (count > min && tableWidth(leastWidths.slice(0, count)) > width) count -= 1;
  return {
    lines: tableLines(columns.slice(0, count), width),
    hidden: columns.slice(count).map(({ title }) => title),
  };
}

const GAP = 2;
const CUT = '…';

/**
 * Lines of a table whose columns are aligned and that is no wider than `width` places, as far as
 * the columns that may be cut allow. The first line is the titles. Cells are escaped.
 */
export function tableLines(given: readonly Column[], width: number): string[] {
  const columns = given.map((column) => ({
    ...column,
    cells: column.cells.map(escapeControlChars),
  }));
  const widths = columns.map(widthOf);
  let excess = tableWidth(widths) - width;
  // The last column is the least important: it gives way first.
  for (let index = columns.length - 1; index >= 0 && excess > 0; index -= 1) {
    const { minWidth } = columns[index]!;
    if (minWidth === undefined) continue;
    const cut = Math.min(excess, Math.max(0, widths[index]! - minWidth));
    widths[index]! -= cut;
    excess -= cut;
  }
  const rows = columns[0]?.cells.length ?? 0;
  const line = (cell: (column: Column) => string) =>
    columns
      .map((column, index) => fit(cell(column), widths[index]!, column))
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    line(({ title }) => title),
    ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row] ?? '')),
  ];
}

/** Places that a column takes, with its cells escaped. */
export function widthOf({ title, cells }: Column): number {
  return Math.max(
    stringWidth(title),
    ...cells.map((cell) => stringWidth(escapeControlChars(cell))),
  );
}

/** Places that columns of these widths take together. */
export function tableWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

const graphemes = new Intl.Segmenter();

/** Text cut to a number of places; a cut shows as `…`. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let places = stringWidth(CUT);
  for (const { segment } of graphemes.segment(text)) {
    places += stringWidth(segment);
    if (places > width) break;
    kept += segment;
  }
  return kept + CUT;
}

/** Text cut in its middle. */
function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const end = [...graphemes.segment(text)].map(({ segment }) => segment);
  let kept = '';
  const places = Math.floor((width - stringWidth(CUT)) / 2);
  for (let segment = end.pop(); segment !== undefined; segment = end.pop()) {
    if (stringWidth(segment + kept) > places) break;
    kept = segment + kept;
  }
  return cutTo(text, width - stringWidth(kept)) + kept;
}

function fit(text: string, width: number, { align = 'left', cut }: Omit<Column, 'cells'>): string {
  const shown = cut === 'middle' ? cutMiddle(text, width) : cutTo(text, width);
  const blank = ' '.repeat(Math.max(0, width - stringWidth(shown)));
  return align === 'right' ? blank + shown : shown + blank;
}
