/** A row of a CSV text. */
export interface CsvRow {
  /** Line on which it begins, from 1. */
  line: number;
  cells: string[];
}

/**
 * Reads CSV (RFC 4180): commas, double quotes around what has commas, quotes or line breaks in it.
 *
 * @throws SyntaxError when a quote is not closed
 */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length || row.cells.length > 0) {
    const found = cell.exec(text);
    if (found === null)
      throw new SyntaxError(`a quote in line ${line} is not closed, or not doubled`);
    const [, written = '', end] = found;
    const isQuoted = written.startsWith('"');
    row.cells.push(isQuoted ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (isQuoted) line += written.split('\n').length - 1;
    if (end === ',') continue;
    rows.push(row);
    row = { line: ++line, cells: [] };
    if (end === '') break;
  }
  return rows;
}
