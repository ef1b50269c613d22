import type { Difference, Verification, VerifyOptions } from '@cfw-flow/store';
import type { JS } from '@duckdb/node-api';
import { named } from '../schema/name-sql.ts';
import type { Connection } from '../database/connection.ts';
import { inTransaction } from '../database/transaction.ts';
import { portions } from '../rollup/portions.ts';
import { readRolled } from '../schema/rolled.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { hoursOfDay, type Rollup, rollups, spans } from '../schema/rollup-tables.ts';
import {
  compare,
  countCompared,
  type Days,
  firstDifferences,
  listDays,
  noValue,
} from './verify-sql.ts';

/** Differences that are told in full. */
const maxDifferences = 100;

/** Flows of days that are compared in one go, unless it is one day. */
const flowsAtATime = 1_000_000;

/** Compares every sum of the rollups with the flows, some days at a time, each of one moment. */
export async function verify(
  connection: Connection,
  onProgress?: VerifyOptions['onProgress'],
): Promise<Verification> {
  const found: Verification = { flows: 0, pending: 0, sums: 0, differing: 0, differences: [] };
  const rows = (await connection.runAndReadAll(listDays)).getRows();
  const days = rows.map(([day, flows]) => ({ day: Number(day), flows: Number(flows) }));
  const all = days.reduce((sum, { flows }) => sum + flows, 0);
  let done = 0;
  for (const some of portions(days, flowsAtATime)) {
    const span = { first: some[0]!.day, end: some.at(-1)!.day + 1 };
    // Its one table is temporary, but a transaction that only reads may not make one.
    await inTransaction(connection, () => verifyDays(connection, span, found));
    done += some.reduce((sum, { flows }) => sum + flows, 0);
    onProgress?.(all === 0 ? 1 : done / all);
  }
  return found;
}

async function verifyDays(connection: Connection, days: Days, found: Verification): Promise<void> {
  const rolled = await readRolled(connection);
  const { watermark, hoursBefore } = rolled;
  const [flows, pending] = await numbers(
    connection,
    `SELECT count(*) FILTER (batch <= ${watermark}), count(*) FILTER (batch > ${watermark}) FROM flows
     WHERE end_time >= ${days.first * spans.days} AND end_time < ${days.end * spans.days}`,
  );
  found.flows += flows!;
  found.pending += pending!;
  // Later days are not in the daily tables yet, and their hours are compared.
  const rolledUp = { ...days, end: Math.min(days.end, Math.ceil(hoursBefore / hoursOfDay)) };
  for (const rollup of rollups) {
    const compared = rollup.level === 'days' ? rolledUp : days;
    if (compared.first >= compared.end) continue;
    await connection.run(compare(rollup, compared, rolled));
    const [sums, differing] = await numbers(connection, countCompared);
    found.sums += sums!;
    found.differing += differing!;
    const max = maxDifferences - found.differences.length;
    if (differing! > 0 && max > 0) {
      found.differences.push(...(await readDifferences(connection, rollup, max)));
    }
  }
  await connection.run('DROP TABLE temp.compared');
}

async function readDifferences(
  connection: Connection,
  rollup: Rollup,
  max: number,
): Promise<Difference[]> {
  const reader = await connection.runAndReadAll(firstDifferences(rollup, max));
  const differences: Difference[] = [];
  for (const row of reader.getRowObjectsJS()) {
    const scope = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'].map((name) => row[name]);
    const keys = (row['numbers'] as JS[]).map(Number);
    const names: string[] = [];
    for (const [place, column] of rollup.columns.entries()) {
      const number = keys[place]!;
      if (number !== noValue) names.push(`${column} ${await nameOf(connection, column, number)}`);
    }
    differences.push({
      rollup: rollup.name,
      start: Number(row['span']) * spans[rollup.level],
      key: [...scope.filter((text) => text !== null), ...names].join(', '),
      rolledUp: Number(row['rolled_up']),
      counted: Number(row['counted']),
    });
  }
  return differences;
}

async function nameOf(connection: Connection, column: KeyColumn, number: number) {
  const reader = await connection.runAndReadAll(`
    WITH one AS MATERIALIZED (SELECT ${number} AS number)
    SELECT name FROM ${named('one', 'number', column)}`);
  return String(reader.getRows()[0]?.[0] ?? `number ${number}`);
}

async function numbers(connection: Connection, sql: string): Promise<number[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0]!.map(Number);
}
