import { items, type FlowGroup, type FlowStatisticQuery } from '@cfw-flow/store';
import { type Row, rows } from '../database/rows.ts';
import {
  countGroups,
  detailSource,
  detailsOf,
  detailTables,
  topGroups,
} from './flow-statistic-sql.ts';
import type { EngineOperation } from './operation.ts';
import type { Segment } from './plan-window.ts';
import { type RankedEntry, rankedDetails } from './ranked-details.ts';
import { type Chosen, groupRowsOf, groupTable, type QueryPlan } from './segments-sql.ts';

/** Ranks the groups of one item in two steps: the greatest groups, then the details of those alone. */
export const flowStatistic: EngineOperation<'listFlowStatistic'> = {
  empty: () => ({ records: [], total: 0 }),
  planning: ({ item, size }) => ({
    opensPort: items[item].opensPort,
    tables: (from) => [
      groupTable(items[item].field, from),
      ...(size === 0 ? [] : detailTables(item, from)),
    ],
  }),

  async answer(connection, { item, size }, plan) {
    const column = items[item].field;
    const reads = (groups: readonly number[]) => (segment: Segment) => ({
      groups: [groupRowsOf(column, segment, plan)],
      details: groups.length === 0 ? [] : detailRows({ column, groups }, item, segment, plan),
    });
    if (size === 0) {
      const [count] = await rows(connection, countGroups(column, plan));
      return { answer: { records: [], total: Number(count!['total']) }, reads: reads([]) };
    }
    const top = await rows(connection, topGroups(column, size, plan));
    if (top.length === 0) return { answer: { records: [], total: 0 }, reads: reads([]) };
    const records = new Map(top.map((row) => [Number(row['number']), groupOf(row)]));
    const groups = [...records.keys()];
    const details = await rankedDetails(connection, { column, groups }, detailsOf(item), plan);
    for (const entry of details) addDetail(records.get(entry.number)!, entry);
    const total = Number(top[0]!['total']);
    return { answer: { records: [...records.values()], total }, reads: reads(groups) };
  },
};

function detailRows(
  chosen: Chosen,
  item: FlowStatisticQuery['item'],
  segment: Segment,
  plan: QueryPlan,
): readonly string[] {
  const source = detailSource(chosen, detailsOf(item), segment, plan);
  return source.from === 'pairs' ? source.tables : [source.rows];
}

function groupOf(row: Row): FlowGroup {
  return {
    item: String(row['key']),
    sessions: Number(row['sessions']),
    request_byte: row['request_byte'] as bigint,
    response_byte: row['response_byte'] as bigint,
    last_time: Number(row['last_time']),
  };
}

function addDetail(group: FlowGroup, { detail, entry, measure }: RankedEntry): void {
  if (detail === 'protocol' || detail === 'region' || detail === 'tags') group[detail] = entry;
  else (group[detail] ??= []).push({ key: entry, value: measure });
}
