import type { Difference, Verification, VerifyOptions } from '@cfw-flow/store';
import type { DuckDBConnection, JS } from '@duckdb/node-api';
import { named } from './name-sql.ts';
import { readRolled } from './rolled.ts';
import { type KeyColumn, spans } from './rollup.ts';
import { inTransaction } from './transaction.ts';
import {
  compare,
  countCompared,
  firstDifferences,
  listDays,
  type Rollup,
  rollups,
} from './verify-sql.ts';

/** Differences that are told in full. */
const mostDifferences = 100;

/** Compares every sum of the rollups with the flows, day by day, each day of one moment. */
export async function verify(
  connection: DuckDBConnection,
  { onProgress, signal }: VerifyOptions,
): Promise<Verification> {
  const found: Verification = { flows: 0, waiting: 0, sums: 0, differing: 0, differences: [] };
  const days = (await connection.runAndReadAll(listDays)).getRows();
  const all = days.reduce((sum, [, flows]) => sum + Number(flows), 0);
  let done = 0;
  for (const [day, flows] of days) {
    // Its one table is temporary, but a transaction that only reads may not make one.
    await inTransaction(connection, () => verifyDay(connection, Number(day), found, signal));
    done += Number(flows);
    onProgress?.(all === 0 ? 1 : done / all);
  }
  return found;
}

async function verifyDay(
  connection: DuckDBConnection,
  day: number,
  found: Verification,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { through, daysBefore } = await readRolled(connection);
  const [flows, waiting] = await numbers(
    connection,
    `SELECT count(*) FILTER (batch <= ${through}), count(*) FILTER (batch > ${through}) FROM flows
     WHERE end_time >= ${day * spans.days} AND end_time < ${(day + 1) * spans.days}`,
  );
  found.flows += flows!;
  found.waiting += waiting!;
  for (const rollup of rollups) {
    signal?.throwIfAborted();
    // Later days have no rollup yet, and the parts of them are compared.
    if (rollup.level === 'days' && day >= daysBefore) continue;
    await connection.run(compare(rollup, day, through));
    const [sums, differing] = await numbers(connection, countCompared);
    found.sums += sums!;
    found.differing += differing!;
    const most = mostDifferences - found.differences.length;
    if (differing! > 0 && most > 0) {
      found.differences.push(...(await readDifferences(connection, rollup, most)));
    }
  }
  await connection.run('DROP TABLE temp.compared');
}

async function readDifferences(
  connection: DuckDBConnection,
  rollup: Rollup,
  most: number,
): Promise<Difference[]> {
  const reader = await connection.runAndReadAll(firstDifferences(rollup, most));
  const differences: Difference[] = [];
  for (const row of reader.getRowObjectsJS()) {
    const scope = ['fw_instance_id', 'log_type', 'direction', 'vgw_id'].map((name) => row[name]);
    const keys = (row['numbers'] as JS[]).map(Number);
    const names: string[] = [];
    for (const [place, column] of rollup.columns.entries()) {
      names.push(`${column} ${await nameOf(connection, column, keys[place]!)}`);
    }
    differences.push({
      rollup: rollup.table,
      start: Number(row['span']) * spans[rollup.level],
      key: [...scope.filter((text) => text !== null), ...names].join(', '),
      rolledUp: Number(row['rolled_up']),
      counted: Number(row['counted']),
    });
  }
  return differences;
}

async function nameOf(connection: DuckDBConnection, column: KeyColumn, number: number) {
  const reader = await connection.runAndReadAll(`
    WITH one AS MATERIALIZED (SELECT ${number} AS number)
    SELECT name FROM ${named('one', 'number', column)}`);
  return String(reader.getRows()[0]?.[0] ?? `number ${number}`);
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<number[]> {
  return (await connection.runAndReadAll(sql)).getRows()[0]!.map(Number);
}
