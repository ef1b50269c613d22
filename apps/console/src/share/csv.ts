import type { Whole } from '../text/quantity.ts';

/** A value of a cell; what is absent is an empty one. */
export type Cell = string | Whole | undefined;

/**
 * A table as CSV (RFC 4180) that spreadsheets read as it is meant: its byte order mark says that it is
 * UTF-8, and a text that they would take for a formula gets an apostrophe before it.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function csvCell(value: Cell): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
