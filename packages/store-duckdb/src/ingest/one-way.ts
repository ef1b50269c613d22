import { flowFields, maxCount, StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { unseenUntilCommit } from '../database/insert-sql.ts';
import { tagged } from './bulk-reader.ts';
import { borderFields } from './dictionary.ts';

/*
 * Flows whose lines have one way of a conversation each. All lines of a source are kept in the table
 * `halves`, as flows with their numbers, and put together when there are no more: so it makes no
 * difference which line comes first, nor where a chunk ends.
 */

/** Sessions that become one batch, so that the rollups have portions that they can carry. */
const sessionsAtATime = 500_000;

const sums = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts'] as const;

/** Begins with no halves. */
export const createHalves = `
  CREATE OR REPLACE TEMP TABLE halves AS
  SELECT ''::VARCHAR AS pair_key, * EXCLUDE (batch) FROM flows LIMIT 0`;

const columns = [
  ...flowFields.filter(
    (field) =>
      !(borderFields as readonly string[]).includes(field) &&
      !(sums as readonly string[]).includes(field),
  ),
  ...tagged,
];

/** An answer makes the session of a port that is open, so that its scope is known only now. */
const createSessions = `
  CREATE OR REPLACE TEMP TABLE sessions AS
  SELECT row_number() OVER () - 1 AS place, z.scope, g.* EXCLUDE (${borderFields.join(', ')}, asset_is_private)
  FROM (
    SELECT ${borderFields.join(', ')}, asset_is_private, ${columns.join(', ')},
      ${sums.map((sum) => `sum(${sum}) AS ${sum}`).join(', ')}
    FROM halves JOIN scopes USING (scope)
    GROUP BY pair_key, ${borderFields.join(', ')}, asset_is_private, ${columns.join(', ')}
  ) g
  JOIN scopes z ON z.fw_instance_id = g.fw_instance_id
    AND z.log_type = g.log_type
    AND z.direction = g.direction
    AND z.vgw_id IS NOT DISTINCT FROM g.vgw_id
    AND z.asset_is_private = g.asset_is_private
    AND z.opens_port = (g.direction = 'out2in' AND g.to_c_bytes > 0)`;

/**
 * Puts the halves together and adds the sessions as flows.
 *
 * @param nextBatch - gives the number of a new batch
 * @returns how many sessions there are
 */
export async function insertSessions(
  connection: DuckDBConnection,
  source: string,
  nextBatch: () => number,
): Promise<number> {
  await connection.run(createSessions);
  const greatest = sums.map((sum) => `max(${sum})`).join(', ');
  const seen = await connection.runAndReadAll(
    `SELECT count(*), greatest(${greatest}) FROM sessions`,
  );
  const [[count, most]] = seen.getRows() as [[bigint, bigint | null]];
  if (most !== null && most > maxCount) {
    throw new StoreError(
      'SOURCE_DAMAGED',
      `${source} has a conversation whose counters add up to ${most}, more than 2^63 - 1. Nothing of it was ingested.`,
    );
  }
  for (let first = 0; first < Number(count); first += sessionsAtATime) {
    const flows = `
      SELECT ${nextBatch()} AS batch, * EXCLUDE (place) FROM sessions
      WHERE place BETWEEN ${first} AND ${first + sessionsAtATime - 1}`;
    await connection.run(`INSERT INTO flows BY NAME ${unseenUntilCommit(flows, 'batch')}`);
  }
  return Number(count);
}
