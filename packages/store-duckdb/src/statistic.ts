import {
  type FlowGroup,
  type FlowItem,
  type FlowStatistic,
  isFlowItem,
  type StatisticQuery,
} from '@cfw-flow/store';
import type { DuckDBConnection, JS } from '@duckdb/node-api';
import { countGroups, groupDetails, type Statement, topGroups } from './statistic-sql.ts';

/** Answers a question in two steps: the greatest groups, then the details of those alone. */
export async function statistic(
  connection: DuckDBConnection,
  query: StatisticQuery,
): Promise<FlowStatistic> {
  const { item } = query;
  if (!isFlowItem(item)) return { records: [], total: 0 };
  if (query.size === 0) {
    const [count] = await rows(connection, countGroups(query, item));
    return { records: [], total: Number(count?.['total']) };
  }
  // Both steps see the same flows, whatever is taken in meanwhile.
  await connection.run('BEGIN TRANSACTION READ ONLY');
  try {
    const top = await rows(connection, topGroups(query, item));
    const groups = new Map(top.map((row) => [Number(row['number']), groupOf(row)]));
    if (groups.size > 0) await addDetails(connection, query, item, groups);
    await connection.run('COMMIT');
    return { records: [...groups.values()], total: Number(top[0]?.['total'] ?? 0) };
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
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

async function addDetails(
  connection: DuckDBConnection,
  query: StatisticQuery,
  item: FlowItem,
  groups: ReadonlyMap<number, FlowGroup>,
): Promise<void> {
  for (const row of await rows(connection, groupDetails(query, item, [...groups.keys()]))) {
    const group = groups.get(Number(row['number']))!;
    const key = String(row['entry']);
    const detail = row['detail'] as 'apps' | 'ports' | 'src_ip' | 'dst_ip' | 'protocol' | 'region';
    if (detail === 'protocol' || detail === 'region') group[detail] = key;
    else (group[detail] ??= []).push({ key, value: Number(row['measure']) });
  }
}

async function rows(connection: DuckDBConnection, statement: Statement): Promise<Row[]> {
  const reader = await connection.runAndReadAll(statement.sql, statement.values);
  return reader.getRowObjectsJS();
}
