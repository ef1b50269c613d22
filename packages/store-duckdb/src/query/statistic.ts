import { items, type FlowGroup, type FlowStatistic, type StatisticQuery } from '@cfw-flow/store';
import type { JS } from '@duckdb/node-api';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { planQuery } from './query-plan.ts';
import type { QueryPlan } from './segments-sql.ts';
import { countGroups, type Detail, detailsOf, groupDetails, topGroups } from './statistic-sql.ts';

/** Answers a question. All is of one moment, whatever is ingested or rolled up meanwhile. */
export async function statistic(
  connection: Connection,
  query: StatisticQuery,
): Promise<FlowStatistic> {
  return inSnapshot(connection, async () => {
    const plan = await planQuery(connection, query);
    if (plan === undefined) return { records: [], total: 0 };
    return (await answer(connection, query, plan)).statistic;
  });
}

/**
 * Makes the answer in two steps: the greatest groups, then the details of those alone.
 *
 * @returns the answer, and the numbers of its groups
 */
export async function answer(
  connection: Connection,
  { item, size }: StatisticQuery,
  plan: QueryPlan,
): Promise<{ statistic: FlowStatistic; groups: number[] }> {
  const column = items[item].field;
  if (size === 0) {
    const [count] = await rows(connection, countGroups(column, plan));
    return { statistic: { records: [], total: Number(count!['total']) }, groups: [] };
  }
  const top = await rows(connection, topGroups(column, size, plan));
  if (top.length === 0) return { statistic: { records: [], total: 0 }, groups: [] };
  const records = new Map(top.map((row) => [Number(row['number']), groupOf(row)]));
  const groups = [...records.keys()];
  const details = groupDetails({ column, groups }, detailsOf(item), plan);
  for (const row of await rows(connection, details)) {
    addDetail(records.get(Number(row['number']))!, row);
  }
  const total = Number(top[0]!['total']);
  return { statistic: { records: [...records.values()], total }, groups };
}

type Row = Record<string, JS>;

function groupOf(row: Row): FlowGroup {
  return {
    item: String(row['key']),
    sessions: Number(row['sessions']),
    request_byte: row['request_byte'] as bigint,
    response_byte: row['response_byte'] as bigint,
    last_time: Number(row['last_time']),
  };
}

function addDetail(group: FlowGroup, row: Row): void {
  const key = String(row['entry']);
  const detail = row['detail'] as Detail['name'];
  if (detail === 'protocol' || detail === 'region' || detail === 'tags') group[detail] = key;
  else (group[detail] ??= []).push({ key, value: Number(row['measure']) });
}

async function rows(connection: Connection, sql: string): Promise<Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}
