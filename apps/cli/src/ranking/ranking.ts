import type { FlowGroup } from '@cfw-flow/fetch-client';
import { shownTime } from '../query/shown-time.ts';

/** A group of flows, as far as the answer has it. */
export interface Rank {
  item: string | undefined;
  sessions: number | bigint | undefined;
  /** Bytes. */
  request_byte: number | bigint | undefined;
  /** Bytes. */
  response_byte: number | bigint | undefined;
  /** Milliseconds since 1970 UTC. */
  last_time: number | undefined;
  agg_start_time: number | undefined;
  agg_end_time: number | undefined;
  /** Name, type and tags, as far as they are known. */
  about: string[];
  apps: { key: string; value: number | bigint }[];
}

/** A ranking that can be shown. */
export interface Ranking {
  records: Rank[];
  total: number | bigint;
}

/**
 * The ranking in the data of an answer, whose fields the client has checked. What is absent or null
 * is undefined: other servers of the API leave fields out.
 *
 * @throws {@link Failure} naming the value, when a time can't be shown
 */
export function readRanking(data: {
  records: readonly Partial<FlowGroup<'bigint'>>[];
  total: number | bigint;
}): Ranking {
  const records = data.records.map((group, index): Rank => {
    const time = (name: 'last_time' | 'agg_start_time' | 'agg_end_time') => {
      const value = group[name] ?? undefined;
      return value === undefined ? undefined : shownTime(value, `records[${index}].${name}`);
    };
    return {
      item: group.item,
      sessions: group.sessions ?? undefined,
      request_byte: group.request_byte ?? undefined,
      response_byte: group.response_byte ?? undefined,
      last_time: time('last_time'),
      agg_start_time: time('agg_start_time'),
      agg_end_time: time('agg_end_time'),
      about: [group.device_name, group.associate_instance_type, group.tags].flatMap(
        (name) => name ?? [],
      ),
      apps: group.apps ?? [],
    };
  });
  return { records, total: data.total };
}
