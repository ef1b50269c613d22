/** A file of a log, and what the engine alone would read it with. */
export interface LogFile {
  /** Its name. */
  name: string;
  /** Its lines in their order: a query over the view `flows`, of one column. */
  lines: string;
  /** What reads the columns that ours needs: a table function, given the path. */
  bare: (path: string) => string;
}

/** The made flows as a log of a format: the file that is ingested, and those that belong beside it. */
export interface FormatLog {
  /** Name of the format. */
  format: string;
  files: readonly [LogFile, ...LogFile[]];
}

/** Columns by their names, with their types. */
export type Columns = Readonly<Record<string, string>>;

/** The engine's reader of JSON. */
export function readsJson(columns: Columns): LogFile['bare'] {
  return (path) => `read_ndjson('${path}', columns = ${written(columns)})`;
}

/** The engine's reader of columns, whose names it is told. */
export function readsColumns(separator: string, columns: Columns, comment = ''): LogFile['bare'] {
  return (path) => `read_csv('${path}', columns = ${written(columns)}, auto_detect = false,
    header = false, delim = '${separator}', quote = '', escape = '', nullstr = '-'${
      comment && `, comment = '${comment}'`
    })`;
}

function written(columns: Columns): string {
  return `{${Object.entries(columns)
    .map(([column, type]) => `'${column}': '${type}'`)
    .join(', ')}}`;
}
