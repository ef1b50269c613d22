import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Connection } from '../database/connection.ts';
import { inTransaction } from '../database/transaction.ts';
import type { FlowLoader } from '../load/flow-loader.ts';
import {
  allFilled,
  fill,
  type Filled,
  forgetConversations,
  gather,
  tableOf,
} from '../rollups/roll-up-sql.ts';
import { readRolled } from '../rollups/rolled.ts';
import { hoursOfDay, isOfRisk, type KeyColumn } from '../rollups/rollup.ts';
import {
  applyChanged,
  countByDay,
  countChanged,
  endedOn,
  findChanged,
  gatherDay,
  temporary,
} from './re-enrich-sql.ts';
import { lookUpDay } from './look-ups.ts';

/** A day that has flows. */
export interface DayOfFlows {
  /** Numbered from 1970 UTC. */
  day: number;
  flows: number;
}

/** The days that have flows, in their order. */
export async function daysOfFlows(connection: Connection): Promise<DayOfFlows[]> {
  const rows = (await connection.runAndReadAll(countByDay)).getRows();
  return rows.map(([day, flows]) => ({ day: Number(day), flows: Number(flows) }));
}

/**
 * Gives the flows of a day what is known of them now, and the rollups with them. Nothing may be taken
 * in or rolled up meanwhile.
 *
 * @returns how many flows it changed
 */
export async function reEnrichDay(
  connection: DuckDBConnection,
  loader: FlowLoader,
  day: number,
  enrichment: Enrichment,
): Promise<number> {
  try {
    const changed = await inTransaction(connection, async () => {
      await connection.run(gatherDay(day));
      await lookUpDay(connection, loader, enrichment);
      await connection.run(findChanged(day));
      const counts = await connection.runAndReadAll(countChanged);
      const [changed, regions, risks] = counts.getRows()[0]!.map(Number) as [
        number,
        number,
        number,
      ];
      if (changed === 0) return 0;
      await connection.run(applyChanged);
      const isTouched = (column: KeyColumn) =>
        isOfRisk(column) ? risks > 0 : regions > 0 && column.endsWith('_region_name');
      await rollUpAnew(connection, day, isTouched);
      return changed;
    });
    loader.committed();
    return changed;
  } catch (error) {
    loader.aborted();
    throw error;
  } finally {
    await connection.run(temporary.map((table) => `DROP TABLE IF EXISTS temp.${table}`).join(';'));
  }
}

/** Makes the rollups of a day again, of those columns that changed. */
async function rollUpAnew(
  connection: DuckDBConnection,
  day: number,
  isTouched: (column: KeyColumn) => boolean,
): Promise<void> {
  const { through, daysBefore } = await readRolled(connection);
  const columnsOf = (filled: Filled) =>
    'column' in filled ? [filled.column] : [filled.pair.key, filled.pair.entry];
  for (const sql of gather(`batch <= ${through} AND ${endedOn(day)}`)) await connection.run(sql);
  for (const filled of allFilled.filter((one) => columnsOf(one).some(isTouched))) {
    const [first, end] = [day * hoursOfDay, (day + 1) * hoursOfDay];
    const hours = tableOf(filled, 'hours');
    await connection.run(`DELETE FROM ${hours} WHERE span >= ${first} AND span < ${end}`);
    await connection.run(fill(filled, 'hours', 'span', 'true'));
    if (day >= daysBefore) continue;
    await connection.run(`DELETE FROM ${tableOf(filled, 'days')} WHERE span = ${day}`);
    await connection.run(fill(filled, 'days', `span // ${hoursOfDay}`, 'true'));
  }
  for (const sql of forgetConversations) await connection.run(sql);
}
