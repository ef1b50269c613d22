import type { FlowGroup, FlowStatistic, QueryWindow } from '@cfw-flow/fetch-client';
import { type Amount, plus } from '../amount.ts';
import { Failure } from '../failure.ts';

/** A group with what can be added up exactly over the parts of a window. */
export interface CollectedGroup {
  item: string;
  sessions: Amount;
  /** Bytes. */
  request_byte: Amount;
  /** Bytes. */
  response_byte: Amount;
  /** Milliseconds since 1970 UTC. */
  last_time: Amount | undefined;
  /** What the latest part says of it. */
  region: string | undefined;
  device_name: string | undefined;
  associate_instance_type: string | undefined;
  tags: string | undefined;
}

/** What was collected. */
export interface Collected {
  /** In the order of flow-statistic: by sessions, then bytes, then by the group itself. */
  groups: CollectedGroup[];
  /** How many groups the window has. */
  total: number;
  /** How many parts of a millisecond have more groups than a server gives. */
  incompleteParts: number;
  /** How many questions it took. */
  questions: number;
}

/** Most groups that flow-statistic gives. */
export const maxGroups = 1000;

/**
 * All groups of a window. Where there are more than a server gives at once, the window is asked about in
 * parts of time that each have few enough: what these have adds up, since a flow belongs to one of
 * them.
 *
 * @param ask - asks about a window, for {@link maxGroups} groups
 * @param onProgress - told of each part that is done
 * @throws {@link Failure} when the server answers about other times than it was asked about
 */
export async function collectGroups(
  ask: (window: QueryWindow) => Promise<FlowStatistic<'bigint'>>,
  { start_time, end_time }: QueryWindow,
  onProgress: (done: number, groups: number) => void,
): Promise<Collected> {
  const groups = new Map<string, CollectedGroup>();
  let total: number | undefined;
  let [questions, incompleteParts] = [0, 0];
  let length = end_time - start_time;
  for (let start = start_time; start < end_time;) {
    const end = partEnd(start, length, end_time);
    const answer = await ask({ start_time: start, end_time: end });
    questions += 1;
    const count = Number(answer.total);
    total ??= count;
    const isWhole = answer.records.length >= count;
    // Aims at a part of two thirds of what a server gives: one that has more is asked for nothing.
    length = Math.max(1, Math.floor(((end - start) * maxGroups * 2) / (3 * Math.max(1, count))));
    if (!isWhole && end - start > 1) {
      length = Math.min(length, Math.ceil((end - start) / 2));
      continue;
    }
    if (!isWhole) incompleteParts += 1;
    const isPart = start > start_time || end < end_time;
    for (const record of answer.records) {
      if (isPart) expectWindow(record, start, end);
      groups.set(record.item, added(groups.get(record.item), record));
    }
    start = end;
    onProgress(start - start_time, groups.size);
  }
  return {
    groups: [...groups.values()].sort(inOrder),
    // Flows may have come in meanwhile.
    total: Math.max(total ?? 0, groups.size),
    incompleteParts,
    questions,
  };
}

/** Long parts end where an hour or a day does, which servers have summed up. */
const roundSpans = [86_400_000, 3_600_000, 60_000];

function partEnd(start: number, length: number, windowEnd: number): number {
  const end = start + length;
  if (end >= windowEnd) return windowEnd;
  const span = roundSpans.find((one) => length >= 2 * one) ?? 1;
  return Math.floor(end / span) * span;
}

/** A server that rounds windows would count flows twice, or not at all. */
function expectWindow(record: FlowGroup<'bigint'>, start: number, end: number): void {
  const { agg_start_time = start, agg_end_time = end } = record;
  if (Number(agg_start_time) === start && Number(agg_end_time) === end) return;
  throw new Failure(
    `There are more than ${maxGroups} groups, and the server can't be asked about parts of the window: ` +
      `it answers from ${agg_start_time} to ${agg_end_time} when asked from ${start} to ${end}. ` +
      'Ask about a shorter window.',
  );
}

function added(before: CollectedGroup | undefined, record: FlowGroup<'bigint'>): CollectedGroup {
  const { item, sessions = 0, request_byte = 0, response_byte = 0 } = record;
  const group = {
    item,
    sessions,
    request_byte,
    response_byte,
    last_time: record.last_time,
    region: record.region,
    device_name: record.device_name,
    associate_instance_type: record.associate_instance_type,
    tags: record.tags,
  };
  if (before === undefined) return group;
  return {
    // Parts are asked about in the order of time.
    ...group,
    region: group.region ?? before.region,
    device_name: group.device_name ?? before.device_name,
    associate_instance_type: group.associate_instance_type ?? before.associate_instance_type,
    tags: group.tags ?? before.tags,
    last_time: group.last_time ?? before.last_time,
    sessions: plus(before.sessions, sessions),
    request_byte: plus(before.request_byte, request_byte),
    response_byte: plus(before.response_byte, response_byte),
  };
}

function inOrder(a: CollectedGroup, b: CollectedGroup): number {
  const [bytesA, bytesB] = [a, b].map((group) => plus(group.request_byte, group.response_byte));
  return compare(b.sessions, a.sessions) || compare(bytesB!, bytesA!) || (a.item < b.item ? -1 : 1);
}

function compare(a: Amount, b: Amount): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
