import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inTransaction } from '../../database/transaction.ts';
import type { FlowLoader } from '../../load/flow-loader.ts';
import { fillFromFlows, ofTime, rollUpDays, rollUpTenMinutes } from '../../rollup/roll-up-sql.ts';
import { endedOn } from '../../schema/days.ts';
import { readRolled, type Rolled } from '../../schema/rolled.ts';
import {
  isOfFlagged,
  type Level,
  type Rollup,
  rollupsOf,
  spans,
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
      const rolled = await readRolled(connection);
      const aggregates = rollupsOf('hours', 'aggregates');
      if (risks > 0) await rollUpAgain(connection, day, rolled, aggregates.filter(isOfFlagged));
      if (regions > 0) {
        await rollUpAgain(
          connection,
          day,
          rolled,
          aggregates.filter((rollup) => !isOfFlagged(rollup)),
        );
        await rollUpDaysAgain(connection, day, rolled);
      }
      await rollUpRecentAgain(connection, day, rolled);
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

/** Makes hourly aggregates of a day again. */
async function rollUpAgain(
  connection: DuckDBConnection,
  day: number,
  { watermark }: Rolled,
  rollups: readonly Rollup[],
): Promise<void> {
  for (const rollup of rollups) {
    await connection.run(`DELETE FROM ${rollup.name} WHERE ${ofDay(day, 'hours')}`);
    await connection.run(fillFromFlows(rollup, `batch <= ${watermark} AND ${endedOn(day)}`));
  }
}

/** Makes the daily tables of a day again. */
async function rollUpDaysAgain(
  connection: DuckDBConnection,
  day: number,
  { hoursBefore }: Rolled,
): Promise<void> {
  for (const { name } of rollupsOf('days')) {
    await connection.run(`DELETE FROM ${name} WHERE span = ${day}`);
  }
  const hours = `${ofDay(day, 'hours')} AND span < ${hoursBefore}`;
  for (const statement of rollUpDays(hours)) await connection.run(statement);
}

/** Makes the tables of ten minutes again that a day has. */
async function rollUpRecentAgain(
  connection: DuckDBConnection,
  day: number,
  { recentWatermark, recentFrom }: Rolled,
): Promise<void> {
  if ((day + 1) * spans.days <= recentFrom) return;
  for (const { name } of rollupsOf('ten-minutes')) {
    await connection.run(`DELETE FROM ${name} WHERE ${ofDay(day, 'ten-minutes')}`);
  }
  const flows = `batch <= ${recentWatermark} AND ${endedOn(day)} AND ${ofTime('flows', recentFrom)}`;
  for (const statement of rollUpTenMinutes(flows)) await connection.run(statement);
}

/** Condition of the rows that a level has of a day. */
function ofDay(day: number, level: Level): string {
  return ofTime(level, day * spans.days, (day + 1) * spans.days);
}
