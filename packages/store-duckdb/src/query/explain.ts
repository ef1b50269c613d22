import type { Explanation, Operation, Query, ReadSegment } from '@cfw-flow/store';
import type { Connection } from '../database/connection.ts';
import { inSnapshot } from '../database/transaction.ts';
import { operations } from './index.ts';
import type { SegmentReads } from './operation.ts';
import { isPending, type Segment } from './plan-window.ts';
import { planQuery } from './query-plan.ts';

/** Answers a question and counts what was read for it, all of one moment. */
export async function explain<Id extends Operation>(
  connection: Connection,
  operation: Id,
  query: Query<Id>,
): Promise<Explanation<Id>> {
  const { empty, planning, answer: find } = operations[operation];
  return inSnapshot(connection, async () => {
    const plan = await planQuery(connection, query, planning?.(query));
    if (plan === undefined) return { answer: empty(query), segments: [] };
    const { answer, reads } = await find(connection, query, plan);
    const segments: ReadSegment[] = [];
    for (const segment of plan.segments) {
      segments.push(await count(connection, segment, reads(segment)));
    }
    return { answer, segments };
  });
}

async function count(
  connection: Connection,
  segment: Segment,
  { groups, details }: SegmentReads,
): Promise<ReadSegment> {
  return {
    from: segment.from,
    start: segment.start,
    end: segment.end,
    ...(isPending(segment) && { pending: true as const }),
    groupRows: await countRows(connection, groups),
    detailRows: await countRows(connection, details),
  };
}

async function countRows(connection: Connection, selects: readonly string[]): Promise<number> {
  let sum = 0;
  for (const select of selects) {
    const reader = await connection.runAndReadAll(`SELECT count(*) FROM (${select})`);
    sum += Number(reader.getRows()[0]![0]);
  }
  return sum;
}
