import type { Session } from '../database/session.ts';
import { inTransaction } from '../database/transaction.ts';
import { hoursOfDay, rollupTables, spans } from './rollup.ts';

/**
 * Removes the flows that ended before a day, and what the rollups have of them. Nothing may be
 * rolled up meanwhile.
 *
 * Their room is free for new flows at the next checkpoint, which also makes the file as short as
 * what lies at its end allows.
 *
 * @param day - numbered from 1970 UTC
 * @returns how many flows they were
 */
export async function prune(session: Session, day: number): Promise<number> {
  const removed = await inTransaction(session, async () => {
    const flows = `DELETE FROM flows WHERE end_time < ${day * spans.days}`;
    const { rowsChanged } = await session.run(flows);
    for (const table of ['totals', ...rollupTables('hours')]) {
      await session.run(`DELETE FROM ${table} WHERE span < ${day * hoursOfDay}`);
    }
    for (const table of rollupTables('days')) {
      await session.run(`DELETE FROM ${table} WHERE span < ${day}`);
    }
    return rowsChanged;
  });
  if (removed > 0) await checkpoint(session);
  return removed;
}

/** The engine makes a checkpoint now and then; here, unless flows are being taken in just now. */
async function checkpoint(session: Session): Promise<void> {
  try {
    await session.run('CHECKPOINT');
  } catch (error) {
    if (!/other.*transactions/i.test((error as Error).message)) throw error;
  }
}
