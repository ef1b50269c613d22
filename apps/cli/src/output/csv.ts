import { escapeControlChars } from './escape-control-chars.ts';

/** A value of a cell; what is absent is an empty one. */
export type CsvValue = string | number | bigint | undefined;

/** A line of CSV (RFC 4180), without its line break. Control characters are escaped, line breaks included. */
export function csvLine(values: readonly CsvValue[]): string {
  return values.map(csvCell).join(',');
}

function csvCell(value: CsvValue): string {
  const text = value === undefined ? '' : escapeControlChars(String(value));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
