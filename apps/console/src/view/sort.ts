/** By which column, and which way. */
export interface Sort<Column extends string> {
  column: Column;
  descending: boolean;
}

/** Reads `sessions` or, descending, `-sessions`; nothing when that is none of the columns. */
export function parseSort<Column extends string>(
  columns: readonly Column[],
  text: string,
): Sort<Column> | undefined {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const column = columns.find((one) => one === name);
  return column && { column, descending };
}

/** What {@link parseSort} reads back. */
export function writeSort({ column, descending }: Sort<string>): string {
  return descending ? `-${column}` : column;
}

/**
 * The sort that the choice of a column asks for: numbers begin with the greatest, texts from the start;
 * chosen again, the other way round.
 */
export function sortAfter<Column extends string>(
  current: Sort<Column>,
  column: Column,
  isText: boolean,
): Sort<Column> {
  const descending = current.column === column ? !current.descending : !isText;
  return { column, descending };
}
