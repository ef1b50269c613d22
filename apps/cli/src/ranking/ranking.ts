import type { FlowGroup } from '@cfw-flow/fetch-client';
import { maxTime } from '@cfw-flow/store';
import { Failure } from '../failure.ts';

/** A group of flows, as far as the answer has it. */
export interface Rank {
  item: string | undefined;
  sessions: number | undefined;
  /** Bytes. */
  request_byte: number | undefined;
  /** Bytes. */
  response_byte: number | undefined;
  /** Milliseconds since 1970 UTC. */
  last_time: number | undefined;
  agg_start_time: number | undefined;
  agg_end_time: number | undefined;
  /** Name, type and tags, as far as they are known. */
  about: string[];
  apps: { key: string; value: number }[];
}

/** A ranking that can be shown. */
export interface Ranking {
  records: Rank[];
  total: number;
}

/**
 * The ranking in the data of an answer, whose fields the client has checked. What is absent or null
 * is undefined: other servers of the API leave fields out.
 *
 * @throws {@link Failure} naming the value, when a time can't be shown
 */
export function readRanking(data: {
  records: readonly Partial<FlowGroup>[];
  total: number;
}): Ranking {
  const records = data.records.map((group, index): Rank => {
    const time = (name: 'last_time' | 'agg_start_time' | 'agg_end_time') =>
      shownTime(group[name] ?? undefined, `records[${index}].${name}`);
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

function shownTime(time: number | undefined, path: string): number | undefined {
  if (time === undefined || time <= maxTime) return time;
  throw new Failure(
    `The server's answer is not a statistic: data.${path} is ${time}, not a whole number from 0 to ${maxTime}.\n` +
      'Check that --endpoint names a server of this API; --json shows the data as they came.',
  );
}
