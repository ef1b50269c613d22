import type { StoreStatus } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { readRolled } from '../schema/rolled.ts';
import { totalsTables } from '../schema/rollup-tables.ts';

/** How much the database holds, and how far its rollups are. */
export async function status(connection: Connection): Promise<StoreStatus> {
  return inSnapshot(connection, async () => {
    const { watermark } = await readRolled(connection);
    const reader = await connection.runAndReadAll(`
      SELECT (SELECT coalesce(sum(sessions), 0) FROM ${totalsTables.hours}) AS rolled_up,
        (SELECT count(*) FROM flows WHERE batch > ${watermark}) AS pending,
        (SELECT sum(total_blocks * block_size) FROM pragma_database_size()) AS bytes,
        (SELECT count(*) FROM sources) + (SELECT count(*) FROM logs) AS sources,
        (SELECT coalesce(sum(rejected), 0) FROM sources)
          + (SELECT coalesce(sum(rejected), 0) FROM logs) AS rejected`);
    const [rolledUp = 0, pending = 0, bytes = 0, sources = 0, rejected = 0] = reader
      .getRows()[0]!
      .map(Number);
    return { flows: rolledUp + pending, pending, bytes, sources, rejected };
  });
}
