/**
 * The rows of a query, for an INSERT into a table that other connections read.
 *
 * DuckDB 1.5 shows rows to everybody from when their COMMIT begins, when several threads inserted
 * them: until it ends, such rows are of no transaction. It inserts with one thread what has an order
 * to be kept, as the first part of a union tells, and a source that can't be divided, as `range` can't.
 *
 * @param query - gives rows in any order
 * @param column - its first column
 */
export function unseenUntilCommit(query: string, column: string): string {
  return `
    (SELECT NULL AS ${column} FROM range(0) ORDER BY range)
    UNION ALL BY NAME SELECT NULL AS ${column} FROM range(0)
    UNION ALL BY NAME SELECT * FROM (${query})`;
}
