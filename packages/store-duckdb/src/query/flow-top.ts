import { type FlowTopQuery, items, type TopGroup } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { rows } from '../database/rows.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { named } from '../schema/name-sql.ts';
import { addUp, byteSums } from '../sql/byte-sum-sql.ts';
import { topGroups } from './flow-statistic-sql.ts';
import type { EngineOperation } from './operation.ts';
import { groupRows, groupRowsOf, groupTable, type QueryPlan } from './segments-sql.ts';

/** Ranks the groups of several items, one after the other. */
export const flowTop: EngineOperation<'showFlowTop'> = {
  empty: ({ item }) => Object.fromEntries(item.map((one) => [one, []])),
  planning: ({ item }) => ({
    tables: (from) => item.map((one) => groupTable(items[one].field, from)),
  }),

  async answer(connection, query, plan) {
    const answer = flowTop.empty(query);
    for (const item of query.size === 0 ? [] : query.item) {
      answer[item] = await groupsOf(connection, items[item].field, query, plan);
    }
    return {
      answer,
      reads: (segment) => ({
        groups: query.item.map((item) => groupRowsOf(items[item].field, segment, plan)),
        details: [],
      }),
    };
  },
};

async function groupsOf(
  connection: Connection,
  column: KeyColumn,
  { order, size }: FlowTopQuery,
  plan: QueryPlan,
): Promise<TopGroup[]> {
  const isByBytes = order === 'byte';
  const sql = isByBytes ? topByBytes(column, size, plan) : topGroups(column, size, plan);
  const found = await rows(connection, sql);
  return found.map((row) => ({
    key: String(row['key']),
    value: BigInt(row[isByBytes ? 'bytes' : 'sessions'] as bigint),
  }));
}

const bytes = byteSums.map(addUp).join(' + ');

/** The groups with the most bytes. Names decide on ties, so that all like the last one are named. */
function topByBytes(column: KeyColumn, size: number, plan: QueryPlan): string {
  return `
      WITH groups AS MATERIALIZED (
        SELECT number, sum(sessions) AS sessions, ${bytes} AS bytes
        FROM (${groupRows(column, plan)}
        ) GROUP BY number
      ),
      greatest AS MATERIALIZED (
        SELECT * FROM groups WHERE bytes >= (SELECT list_min(max(bytes, ${size})) FROM groups)
      )
      SELECT name AS key, bytes FROM ${named('greatest', 'number', column)}
      ORDER BY bytes DESC, sessions DESC, key
      LIMIT ${size}`;
}
