import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FlowRecord,
  flowFields,
  privateAddress,
  type StatisticQuery,
  textSource,
  enriched,
} from '@cfw-flow/store';
import {
  bruteForceStatistic,
  flowRecords,
  ltsLine,
  statisticQueries,
} from '@cfw-flow/store/testing';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { makeVersion3 } from '../testing/version-3.ts';
import { migrateFrom1 } from './migrations/from-1.ts';

/** The tables as version 1 created them. */
const version1 = `
  CREATE TABLE schema_version (version INTEGER NOT NULL);
  INSERT INTO schema_version VALUES (1);
  CREATE TABLE flows (
    fw_instance_id VARCHAR NOT NULL,
    log_type VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    src_ip VARCHAR NOT NULL,
    src_port USMALLINT,
    dst_ip VARCHAR NOT NULL,
    dst_port USMALLINT,
    protocol VARCHAR NOT NULL,
    app VARCHAR,
    dst_host VARCHAR,
    src_region_name VARCHAR,
    dst_region_name VARCHAR,
    action VARCHAR,
    vsys VARCHAR,
    vgw_id VARCHAR,
    to_s_bytes BIGINT NOT NULL,
    to_c_bytes BIGINT NOT NULL,
    to_s_pkts BIGINT,
    to_c_pkts BIGINT,
    start_time BIGINT,
    end_time BIGINT NOT NULL,
    asset_is_private BOOLEAN NOT NULL
  );
  CREATE TABLE sources (
    identity VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    flows BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    taken_in TIMESTAMPTZ NOT NULL DEFAULT now()
  );
  INSERT INTO sources (identity, name, flows, rejected) VALUES ('a', 'a.ndjson', 300, 0);`;

/** An IPv4 address is its own number; the dictionary has the others. */
function addressText(other: string, number: string): string {
  const octets = [24, 16, 8, 0].map((bits) => `((${number} >> ${bits}) & 255)::VARCHAR`);
  return `coalesce(${other}, ${octets.join(" || '.' || ")})`;
}

/** Every flow as it was ingested, with its texts. */
const texts = `
  SELECT fw_instance_id, log_type, direction, ${addressText('s.name', 'src_ip')} AS src_ip, src_port,
    ${addressText('d.name', 'dst_ip')} AS dst_ip, dst_port,
    p.name AS protocol, a.name AS app, h.name AS dst_host, sr.name AS src_region_name,
    dr.name AS dst_region_name, ac.name AS action, vsys::VARCHAR AS vsys, vgw_id, to_s_bytes,
    to_c_bytes, to_s_pkts, to_c_pkts, start_time, end_time, asset_is_private,
    opens_port = (direction = 'out2in' AND to_c_bytes > 0) AS right_port
  FROM flows f JOIN scopes USING (scope)
  LEFT JOIN addresses s ON s.number = f.src_ip LEFT JOIN addresses d ON d.number = f.dst_ip
  JOIN names p ON p.number = f.protocol LEFT JOIN names a ON a.number = f.app
  LEFT JOIN hosts h ON h.number = f.dst_host LEFT JOIN names sr ON sr.number = f.src_region_name
  LEFT JOIN names dr ON dr.number = f.dst_region_name LEFT JOIN names ac ON ac.number = f.action
  ORDER BY ALL`;

const extras: fc.Arbitrary<Partial<FlowRecord>> = fc.record(
  {
    action: fc.constantFrom('permit', 'deny', 'block', 'drop', '中国'),
    vsys: fc.constantFrom(1, 2),
    to_s_pkts: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    to_c_pkts: fc.constant(7n),
  },
  { requiredKeys: [] },
);
const flows = fc
  .sample(fc.tuple(flowRecords, extras), { numRuns: 300, seed: 1 })
  .map(([flow, extra]) => ({ ...flow, ...extra }));

const firewall = flows[0]!.fw_instance_id;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-migration-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function inDatabase<Result>(work: (connection: DuckDBConnection) => Promise<Result>) {
  const database = await DuckDBInstance.create(join(folder, 'flows.duckdb'));
  const connection = await database.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

async function writeVersion1(connection: DuckDBConnection): Promise<void> {
  await connection.run(version1);
  const places = flowFields.map(() => '?').join(', ');
  for (const flow of flows) {
    const asset = flow.direction === 'in2out' ? flow.src_ip : flow.dst_ip;
    const values = flowFields.map((field) => {
      const value = flow[field];
      if (field === 'vsys') return value === undefined ? null : String(value);
      return typeof value === 'number' ? BigInt(value) : (value ?? null);
    });
    await connection.run(
      `INSERT INTO flows VALUES (${places}, ${privateAddress.test(asset)})`,
      values,
    );
  }
}

/** Version 2 as it was made of version 1. */
async function writeVersion2(connection: DuckDBConnection): Promise<void> {
  await writeVersion1(connection);
  await makeVersion2(connection);
}

async function makeVersion2(connection: DuckDBConnection): Promise<void> {
  await migrateFrom1(connection);
  await connection.run('UPDATE schema_version SET version = 2');
}

async function rowsOf(connection: DuckDBConnection, sql: string) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

describe.each([
  { version: 1, write: writeVersion1 },
  { version: 2, write: writeVersion2 },
])('a data directory of version $version', ({ version, write }) => {
  it('is opened, and answers as a scan of its flows would', async () => {
    await inDatabase(write);
    const store = await openDuckdbStore({ directory: folder });
    const queries: StatisticQuery[] = fc.sample(statisticQueries, { numRuns: 100, seed: 2 });
    for (const query of queries) {
      expect(await store.statistic(query)).toEqual(bruteForceStatistic(flows, query));
    }
    const firewalls = await store.firewalls();
    expect(firewalls.reduce((sum, one) => sum + one.flows, 0)).toBe(flows.length);
    await store.rollUp();
    for (const query of queries) {
      expect(await store.statistic(query)).toEqual(bruteForceStatistic(flows, query));
    }
    expect(await store.verify()).toMatchObject({ flows: flows.length, differing: 0 });
    await store.close();
  });

  it('keeps every field of every flow', async () => {
    const before = await inDatabase(async (connection) => {
      await writeVersion1(connection);
      const rows = rowsOf(connection, 'SELECT *, true AS right_port FROM flows ORDER BY ALL');
      if (version === 2) await makeVersion2(connection);
      return rows;
    });
    await (await openDuckdbStore({ directory: folder })).close();
    expect(await inDatabase((connection) => rowsOf(connection, texts))).toEqual(before);
  });

  it('knows what it ingested, and takes more in beside it', async () => {
    await inDatabase(write);
    const store = await openDuckdbStore({ directory: folder });
    const options = { fw_instance_id: firewall };
    expect(await store.ingest(textSource('a', 'a', []), options)).toMatchObject({ repeated: true });
    await store.ingest(textSource('b', 'b', flows.map(ltsLine)), options);
    const query: StatisticQuery = {
      fw_instance_id: firewall,
      log_type: 'internet',
      item: 'src_ip',
      window: { start: 0, end: 2 ** 53 },
      size: 1000,
    };
    expect(await store.statistic(query)).toEqual(bruteForceStatistic([...flows, ...flows], query));
    await store.close();
    expect(
      await inDatabase((connection) =>
        rowsOf(connection, 'SELECT name FROM addresses GROUP BY name HAVING count(*) > 1'),
      ),
    ).toEqual([]);
  });

  it('is left as it was when it can not be brought over', async () => {
    await inDatabase(async (connection) => {
      await write(connection);
      await connection.run('ALTER TABLE flows DROP COLUMN action');
    });
    await expect(openDuckdbStore({ directory: folder })).rejects.toThrow('action');
    await inDatabase(async (connection) => {
      expect(await rowsOf(connection, 'SELECT version FROM schema_version')).toEqual([{ version }]);
      const held = await rowsOf(connection, 'SELECT count(*)::INTEGER AS flows FROM flows');
      expect(held).toEqual([{ flows: flows.length }]);
      const tables = await rowsOf(connection, 'SELECT table_name FROM duckdb_tables() ORDER BY 1');
      expect(tables.map(({ table_name }) => table_name)).toEqual(
        version === 1
          ? ['flows', 'schema_version', 'sources']
          : ['addresses', 'flows', 'names', 'schema_version', 'scopes', 'sources'],
      );
    });
  });
});

describe('a data directory of version 3', () => {
  /** Columns of all tables, by name: added ones stand last, wherever a new table has them. */
  const columns = `SELECT table_name, column_name, data_type, is_nullable
    FROM duckdb_columns() WHERE NOT internal ORDER BY ALL`;

  it('keeps its flows, flags none of them and flags them when they are re-enriched', async () => {
    const enrichment = {
      region: () => 'Somewhere',
      risk: (address: string) => (address.includes('1') ? 'list' : undefined),
      riskHost: (host: string) => (host === 'a.example' ? 'hosts' : undefined),
    };
    const half = flows.slice(0, 150);
    const options = { fw_instance_id: firewall };
    const first = await openDuckdbStore({ directory: folder });
    await first.ingest(textSource('a', 'a', half.map(ltsLine)), options);
    await first.rollUp();
    await first.ingest(textSource('b', 'b', flows.slice(150).map(ltsLine)), options);
    await first.close();
    const fresh = await inDatabase((connection) => rowsOf(connection, columns));
    await inDatabase(makeVersion3);

    const store = await openDuckdbStore({ directory: folder, enrichment: () => enrichment });
    const queries: StatisticQuery[] = fc.sample(statisticQueries, { numRuns: 100, seed: 3 });
    for (const query of queries) {
      expect(await store.statistic(query)).toEqual(bruteForceStatistic(flows, query));
    }
    await store.rollUp();
    await store.reEnrich();
    const tagged = enriched(flows, enrichment);
    for (const query of queries) {
      expect(await store.statistic(query)).toEqual(bruteForceStatistic(tagged, query));
    }
    expect(await store.verify()).toMatchObject({ flows: 300, pending: 0, differing: 0 });
    await store.close();
    expect(await inDatabase((connection) => rowsOf(connection, columns))).toEqual(fresh);
  });
});
