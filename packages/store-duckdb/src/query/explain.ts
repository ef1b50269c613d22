import { type Explanation, items, type ReadSegment, type StatisticQuery } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { spans } from '../schema/rollup-tables.ts';
import { isPending, type Segment } from './plan-window.ts';
import { planQuery } from './query-plan.ts';
import { type Chosen, groupRowsOf, type QueryPlan } from './segments-sql.ts';
import { answer } from './statistic.ts';
import { type Detail, detailSource, detailsOf } from './statistic-sql.ts';

/** Answers a question and counts what was read for it, all of one moment. */
export async function explain(connection: Connection, query: StatisticQuery): Promise<Explanation> {
  const { item } = query;
  return inSnapshot(connection, async () => {
    const plan = await planQuery(connection, query);
    if (plan === undefined) return { statistic: { records: [], total: 0 }, segments: [] };
    const { statistic, groups } = await answer(connection, query, plan);
    const chosen = { column: items[item].field, groups };
    const segments: ReadSegment[] = [];
    for (const segment of plan.segments) {
      segments.push(await count(connection, segment, chosen, detailsOf(item), plan));
    }
    return { statistic, segments };
  });
}

async function count(
  connection: Connection,
  segment: Segment,
  chosen: Chosen,
  details: readonly Detail[],
  plan: QueryPlan,
): Promise<ReadSegment> {
  const length = segment.from === 'flows' ? 1 : spans.hours;
  const told: ReadSegment = {
    from: segment.from,
    start: segment.start * length,
    end: segment.end * length,
    groupRows: await countRows(connection, groupRowsOf(chosen.column, segment, plan)),
    detailRows: 0,
  };
  if (isPending(segment)) told.pending = true;
  if (chosen.groups.length === 0) return told;
  const source = detailSource(chosen, details, segment, plan);
  const rows = source.from === 'pairs' ? source.tables : [source.rows];
  for (const sql of rows) told.detailRows += await countRows(connection, sql);
  return told;
}

async function countRows(connection: Connection, rows: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM (${rows})`);
  return Number(reader.getRows()[0]![0]);
}
