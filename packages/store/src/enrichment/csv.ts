/** What parts the columns of what goes by the name of CSV. */
export type Delimiter = ',' | ';' | '\t';

/** A row of a CSV text. */
export interface CsvRow {
  /** Line on which it begins, from 1. */
  line: number;
  cells: string[];
}

const quotedCell = ' *"(?:[^"]|"")*" *';

/**
 * Reads CSV (RFC 4180): double quotes are around what has delimiters, quotes or line breaks in it.
 *
 * @throws SyntaxError when a quote is not closed
 */
export function csvRows(text: string, delimiter: Delimiter = ','): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  const cell = new RegExp(
    `(${quotedCell}|[^"${delimiter}\\r\\n]*)(${delimiter}|\\r\\n|\\n|\\r|$)`,
    'y',
  );
  while (cell.lastIndex < text.length || row.cells.length > 0) {
    const found = cell.exec(text);
    if (found === null)
      throw new SyntaxError(`a quote in line ${line} is not closed, or not doubled`);
    const [, written = '', end] = found;
    row.cells.push(cellText(written));
    line += written.split('\n').length - 1;
    if (end === delimiter) continue;
    rows.push(row);
    row = { line: ++line, cells: [] };
    if (end === '') break;
  }
  return rows;
}

const cellOf = Object.fromEntries(
  ([',', ';', '\t'] as const).map((delimiter) => [
    delimiter,
    new RegExp(`(${quotedCell}|(?! *")[^${delimiter}]*)(${delimiter}|$)`, 'y'),
  ]),
) as Record<Delimiter, RegExp>;

/**
 * Reads one row of CSV, however loosely it is written: a quote within a cell is a character like
 * others.
 *
 * @returns nothing when a quote is open at its end, as in a row of several lines
 */
export function csvCells(row: string, delimiter: Delimiter): string[] | undefined {
  const cells: string[] = [];
  const cell = cellOf[delimiter];
  cell.lastIndex = 0;
  for (;;) {
    const [, written = '', end] = cell.exec(row) ?? [];
    if (end === undefined) return undefined;
    cells.push(cellText(written));
    if (end === '') return cells;
  }
}

function cellText(written: string): string {
  const trimmed = written.trim();
  return trimmed.startsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : written;
}
