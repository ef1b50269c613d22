import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inTransaction } from '../../database/transaction.ts';
import type { FlowLoader } from '../../load/flow-loader.ts';
import { fillDaily, fillHourly, fillHourlyFlagged, ofHours } from '../../rollup/roll-up-sql.ts';
import { endedOn } from '../../schema/days.ts';
import { readRolled } from '../../schema/rolled.ts';
import {
  dailyTables,
  hourlyFlaggedTable,
  hourlyTable,
  hoursOfDay,
} from '../../schema/rollup-tables.ts';
import { applyChanged, countChanged, findChanged, gatherDay, temporary } from './re-enrich-sql.ts';
import { lookUpDay } from './look-ups.ts';

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
      const { watermark, hoursBefore } = await readRolled(connection);
      const flows = `batch <= ${watermark} AND ${endedOn(day)}`;
      if (risks > 0) await rollUpRisksAgain(connection, day, flows);
      if (regions > 0) await rollUpRegionsAgain(connection, day, flows, hoursBefore);
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

/** Makes what the rollups have of a day's flagged flows again. */
async function rollUpRisksAgain(
  connection: DuckDBConnection,
  day: number,
  flows: string,
): Promise<void> {
  await connection.run(`DELETE FROM ${hourlyFlaggedTable} WHERE ${ofDay(day)}`);
  await connection.run(fillHourlyFlagged(flows));
}

/** Makes what the rollups have of a day again, where that is told apart by regions. */
async function rollUpRegionsAgain(
  connection: DuckDBConnection,
  day: number,
  flows: string,
  hoursBefore: number,
): Promise<void> {
  await connection.run(`DELETE FROM ${hourlyTable} WHERE ${ofDay(day)}`);
  await connection.run(fillHourly(flows));
  if (day * hoursOfDay >= hoursBefore) return;
  const hours = `${ofDay(day)} AND span < ${hoursBefore}`;
  for (const table of dailyTables) {
    if (!table.columns.some((column) => column.endsWith('_region_name'))) continue;
    await connection.run(`DELETE FROM ${table.name} WHERE span = ${day}`);
    await connection.run(fillDaily(table, hourlyTable, hours));
  }
}

/** Condition of the hourly aggregates of a day. */
function ofDay(day: number): string {
  return ofHours(day * hoursOfDay, (day + 1) * hoursOfDay);
}
