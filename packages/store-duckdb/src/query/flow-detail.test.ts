import { join } from 'node:path';
import { type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import type { Row } from '../database/rows.ts';
import { openDuckdbStore } from '../index.ts';
import { firewall } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { greatestSessions } from './flow-detail.ts';
import { numbersOf } from './numbers-of.ts';
import { planQuery } from './query-plan.ts';

const start = Date.UTC(2025, 6, 1);

/** Sessions of so many pairs of addresses, by how many sessions each pair has. */
function sessionsOf(pairs: readonly { count: number; sessions: number }[]): FlowRecord[] {
  const sessions = pairs.flatMap(({ count, sessions }) =>
    Array.from({ length: count }, (_, pair) =>
      Array.from({ length: sessions }, () => ({ pair, of: sessions })),
    ).flat(),
  );
  return sessions.map(({ pair, of }, number) => ({
    fw_instance_id: firewall,
    log_type: 'internet',
    direction: 'in2out',
    src_ip: `10.0.${of}.${pair & 255}`,
    dst_ip: `192.0.2.${pair >> 8}`,
    dst_port: 443,
    protocol: 'TCP',
    app: 'HTTPS',
    to_s_bytes: BigInt(number % 7),
    to_c_bytes: 2n,
    end_time: start + number * 1000,
  }));
}

/** The greatest groups of sessions of a protocol, found among all and by the way for many. */
async function foundBothWays(flows: readonly FlowRecord[]): Promise<[Row[], Row[]]> {
  const directory = await temporaryFolder();
  const store = await openDuckdbStore({ directory });
  await store.ingest(textSource('a', 'a', flows.map(ltsLine)), { fw_instance_id: firewall });
  await store.close();
  const database = await DuckDBInstance.create(join(directory, 'flows.duckdb'));
  const connection = await database.connect();
  onTestFinished(() => {
    connection.closeSync();
    database.closeSync();
  });
  const window = { start, end: start + 86_400_000 };
  const selection = { fw_instance_id: firewall, log_type: 'internet', window } as const;
  const plan = await planQuery(connection, selection);
  const groups = await numbersOf(connection, 'text', ['TCP']);
  const found = (sessions: number) =>
    greatestSessions(connection, { column: 'protocol', groups }, plan!, sessions);
  return [await found(flows.length), await found(1e9)];
}

it.each([
  ['some of which have more sessions than all others', [{ count: 60, sessions: 3 }]],
  ['as many of which have the most as are told', [{ count: 50, sessions: 2 }]],
  ['all of which have as many', []],
])('many sessions, %s, are found without adding all of them up', async (_, more) => {
  const [all, found] = await foundBothWays(sessionsOf([{ count: 2000, sessions: 1 }, ...more]));
  expect(all).toHaveLength(50);
  expect(found).toEqual(all);
});
