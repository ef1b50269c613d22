import { escapeControlChars } from './escape-control-chars.ts';

/** A value of a cell; what is absent is an empty one. */
export type CsvValue = string | number | bigint | undefined;

/**
 * A line of CSV (RFC 4180), without its line break. Control characters are escaped, line breaks
 * included. A text that a spreadsheet would take for a formula gets a `'` before it: who names a host
 * must not have a say in what the spreadsheet does.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return values.map(csvCell).join(',');
}

function csvCell(value: CsvValue): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = escapeControlChars(value).replace(/^[=+\-@]/, "'$&");
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
