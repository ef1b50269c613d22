import type { StoreStatus } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { readRolled } from '../schema/rolled.ts';
import { totalsTables } from '../schema/rollup-tables.ts';

/** How much the database holds, and how far its rollups are. */
export async function status(connection: Connection): Promise<StoreStatus> {
  return inSnapshot(connection, async () => {
    const { watermark, recentWatermark, recentFrom } = await readRolled(connection);
    const reader = await connection.runAndReadAll(`
      SELECT (SELECT coalesce(sum(sessions), 0) FROM ${totalsTables.hours}) AS by_hour,
        later, pending,
        (SELECT sum(total_blocks * block_size) FROM pragma_database_size()) AS bytes,
        (SELECT count(*) FROM sources) + (SELECT count(*) FROM logs) AS sources,
        (SELECT coalesce(sum(rejected), 0) FROM sources)
          + (SELECT coalesce(sum(rejected), 0) FROM logs) AS rejected
      FROM (
        SELECT count(*) AS later,
          count(*) FILTER (batch > ${recentWatermark} OR end_time < ${recentFrom}) AS pending
        FROM flows WHERE batch > ${watermark}
      )`);
    const [byHour = 0, later = 0, pending = 0, bytes = 0, sources = 0, rejected = 0] = reader
      .getRows()[0]!
      .map(Number);
    return { flows: byHour + later, pending, bytes, sources, rejected };
  });
}
