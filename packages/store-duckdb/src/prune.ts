import type { DuckDBConnection } from '@duckdb/node-api';
import { partsOfDay, rollupTables, spans } from './rollup.ts';

/**
 * Removes the flows that ended before a day, and what the rollups have of them, within the
 * transaction of the caller. Nothing may be rolled up meanwhile.
 *
 * @param day - numbered from 1970 UTC
 * @returns how many flows they were
 */
export async function prune(connection: DuckDBConnection, day: number): Promise<number> {
  const { rowsChanged } = await connection.run(
    `DELETE FROM flows WHERE end_time < ${day * spans.days}`,
  );
  for (const table of ['totals', ...rollupTables('parts')]) {
    await connection.run(`DELETE FROM ${table} WHERE span < ${day * partsOfDay}`);
  }
  for (const table of rollupTables('days')) {
    await connection.run(`DELETE FROM ${table} WHERE span < ${day}`);
  }
  return rowsChanged;
}
