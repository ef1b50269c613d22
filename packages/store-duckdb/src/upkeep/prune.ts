import type { Connection } from '../database/connection.ts';
import { inTransaction } from '../database/transaction.ts';
import { rollups, spans } from '../schema/rollup-tables.ts';

/**
 * Removes the flows that ended before a day, and what the rollups have of them. Nothing may be
 * rolled up meanwhile.
 *
 * @param day - numbered from 1970 UTC
 * @returns how many flows they were
 */
export async function prune(connection: Connection, day: number): Promise<number> {
  return inTransaction(connection, async () => {
    const flows = `DELETE FROM flows WHERE end_time < ${day * spans.days}`;
    const { rowsChanged } = await connection.run(flows);
    for (const { name, level } of rollups) {
      await connection.run(`DELETE FROM ${name} WHERE span < ${(day * spans.days) / spans[level]}`);
    }
    return rowsChanged;
  });
}

/**
 * Frees the room of what was removed for new flows, and makes the file as short as what lies at its
 * end allows. The engine frees nothing while any other work is under way.
 *
 * @returns false when the engine can't, because of one who still sees the data as they were before
 */
export async function freeRoom(connection: Connection): Promise<boolean> {
  try {
    await connection.run('CHECKPOINT');
    return true;
  } catch (error) {
    if (/Cannot CHECKPOINT/.test((error as Error).message)) return false;
    throw error;
  }
}
