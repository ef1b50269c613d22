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
  apps: { key: string | undefined; value: number | undefined }[];
}

/** A ranking that can be shown. */
export interface Ranking {
  records: Rank[];
  total: number;
}

/**
 * The ranking in the data of an answer. What is absent or null is undefined: other servers of
 * the API leave fields out.
 *
 * @throws {@link Failure} naming the value, when one is not what the field holds
 */
export function readRanking(data: { records: readonly unknown[]; total: number }): Ranking {
  const records = data.records.map((record, index): Rank => {
    const path = `records[${index}]`;
    const fields = object(record, path);
    const count = (name: string) => whole(fields[name], `${path}.${name}`);
    const time = (name: string) => whole(fields[name], `${path}.${name}`, maxTime);
    return {
      item: text(fields['item'], `${path}.item`),
      sessions: count('sessions'),
      request_byte: count('request_byte'),
      response_byte: count('response_byte'),
      last_time: time('last_time'),
      agg_start_time: time('agg_start_time'),
      agg_end_time: time('agg_end_time'),
      about: ['device_name', 'associate_instance_type', 'tags'].flatMap(
        (name) => text(fields[name], `${path}.${name}`) ?? [],
      ),
      apps: list(fields['apps'], `${path}.apps`).map((entry, rank) => {
        const app = `${path}.apps[${rank}]`;
        const { key, value } = object(entry, app);
        return { key: text(key, `${app}.key`), value: whole(value, `${app}.value`) };
      }),
    };
  });
  return { records, total: whole(data.total, 'total') ?? records.length };
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw invalid(value, path, 'an object');
}

function list(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  throw invalid(value, path, 'a list');
}

/** A port is a text by contract, but a number says the same. */
function text(value: unknown, path: string): string | undefined {
  if (typeof value === 'string' || Number.isFinite(value)) return String(value);
  if (value === undefined || value === null) return undefined;
  throw invalid(value, path, 'a text');
}

function whole(
  value: unknown,
  path: string,
  max: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) {
    return value;
  }
  throw invalid(value, path, `a whole number from 0 to ${max}`);
}

const maxQuoted = 60;

function invalid(value: unknown, path: string, expected: string): Failure {
  const written = JSON.stringify(value);
  const quoted = written.length > maxQuoted ? `${written.slice(0, maxQuoted)}…` : written;
  return new Failure(
    `The server's answer is not a statistic: data.${path} is ${quoted}, not ${expected}.\n` +
      'Check that --endpoint names a server of this API; --json shows the data as they came.',
  );
}
