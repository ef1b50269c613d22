import { type DuckDBAppender, DuckDBInstance, DuckDBTimestampTZValue } from '@duckdb/node-api';
import { Failure } from '../failure.ts';
import type { CollectedGroup } from './collect-groups.ts';

const maxInteger = 2n ** 63n - 1n;

/**
 * Writes groups into a Parquet file: amounts as 64-bit integers, times as instants in UTC.
 *
 * @throws {@link Failure} when an amount is greater than these can be
 */
export async function writeParquet(groups: readonly CollectedGroup[], path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE groups (
      item VARCHAR NOT NULL, sessions BIGINT NOT NULL, request_byte BIGINT NOT NULL,
      response_byte BIGINT NOT NULL, last_time TIMESTAMPTZ, region VARCHAR, device_name VARCHAR,
      associate_instance_type VARCHAR, tags VARCHAR)`);
    const appender = await connection.createAppender('groups');
    for (const group of groups) append(appender, group);
    appender.closeSync();
    await connection.run(
      `COPY groups TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

function append(appender: DuckDBAppender, group: CollectedGroup): void {
  appender.appendVarchar(group.item);
  for (const name of ['sessions', 'request_byte', 'response_byte'] as const) {
    appender.appendBigInt(integer(group, name));
  }
  if (group.last_time === undefined) appender.appendNull();
  else appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(group.last_time) * 1000n));
  for (const name of ['region', 'device_name', 'associate_instance_type', 'tags'] as const) {
    const text = group[name];
    if (text === undefined) appender.appendNull();
    else appender.appendVarchar(text);
  }
  appender.endRow();
}

function integer(
  group: CollectedGroup,
  name: 'sessions' | 'request_byte' | 'response_byte',
): bigint {
  const amount = group[name];
  const exact = typeof amount === 'bigint' ? amount : BigInt(Math.round(amount));
  if (exact <= maxInteger) return exact;
  throw new Failure(
    `${group.item} has a ${name} of ${exact}, more than the integers of Parquet can be. ` +
      'Export as CSV or NDJSON.',
  );
}
