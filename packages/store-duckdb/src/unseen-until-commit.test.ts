import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DuckDBConnection } from '@duckdb/node-api';
import { ltsTrafficLog, textSource } from '@cfw-flow/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from './open-store.ts';
import { ColumnTable } from './load/column-table.ts';
import { Dictionary } from './load/dictionary.ts';
import { type Database, openDatabase } from './database/database.ts';
import { unseenUntilCommit } from './sql/insert-sql.ts';

/** More than the engine has in a part of a table: only then is it in question. */
const rows = 200_000;

let directory: string;
let database: Database;
let writer: DuckDBConnection;
let reader: DuckDBConnection;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cfw-flow-insert-'));
  database = await openDatabase(directory, 2 ** 30);
  writer = await database.connect();
  reader = await database.connect();
  const columns = Array.from({ length: 12 }, (_, at) => `hash(range + ${at}) AS c${at}`).join(', ');
  await writer.run('SET threads = 2');
  await writer.run(
    `CREATE TEMP TABLE source AS SELECT range AS key, ${columns} FROM range(${rows})`,
  );
});

afterAll(async () => {
  writer.closeSync();
  reader.closeSync();
  database.close();
  await rm(directory, { recursive: true });
});

/**
 * How many of the rows a transaction sees that began before they were committed.
 *
 * @param first - gives the columns of the table, and a row that it has before
 */
async function seenBefore(
  insert: () => Promise<unknown>,
  first = 'FROM source LIMIT 1',
): Promise<Set<number>> {
  await writer.run(`CREATE OR REPLACE TABLE kept AS ${first}`);
  await reader.run('BEGIN TRANSACTION READ ONLY');
  const seen = async () => {
    const found = await reader.runAndReadAll('SELECT count(*) - 1, max(COLUMNS(*)) FROM kept');
    return Number(found.getRows()[0]![0]);
  };
  const all = new Set([await seen()]);
  await writer.run('BEGIN TRANSACTION');
  await insert();
  const committed = writer.run('COMMIT').then(() => true);
  do all.add(await seen());
  while (!(await Promise.race([committed, setImmediate(false)])));
  await reader.run('COMMIT');
  expect(await seen()).toBe(rows);
  return all;
}

const inserting = (query: string) => () => writer.run(`INSERT INTO kept ${query}`);

const queries = {
  'that are read from tables':
    'SELECT s.* FROM source s LEFT JOIN (FROM source LIMIT 9) USING (key)',
  'that are added up': `
    SELECT key, ${Array.from({ length: 12 }, (_, at) => `max(c${at})`).join(', ')}
    FROM source GROUP BY key`,
  'that are added up, in an order': `
    SELECT key, ${Array.from({ length: 12 }, (_, at) => `max(c${at})`).join(', ')}
    FROM source GROUP BY key ORDER BY key`,
};

describe.each(Object.entries(queries))('rows %s', (_, query) => {
  it('are not seen before they are committed', async () => {
    expect(await seenBefore(inserting(unseenUntilCommit(query, 'key')))).toEqual(new Set([0]));
  });
});

it('DuckDB alone shows rows before they are committed, which is why that is done', async () => {
  // Not each time: it may have committed them before anybody looked.
  const most = async () =>
    Math.max(...(await seenBefore(inserting(queries['that are added up, in an order']))));
  await expect.poll(most).toBeGreaterThan(0);
});

describe('flows and names', () => {
  const names = ['key', ...Array.from({ length: 12 }, (_, at) => `c${at}`)];

  it('from columns are not seen before they are committed', async () => {
    const table = new ColumnTable(writer);
    const cells = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row * 7919));
    const columns = names.map((name) => ({ name, type: 'BIGINT' as const, cells }));
    const insert = inserting('SELECT * FROM loaded_columns()');
    expect(await seenBefore(() => table.during(columns, rows, insert))).toEqual(new Set([0]));
  });

  it('of a dictionary are not seen before they are committed', async () => {
    const texts = Array.from({ length: rows }, (_, row) => `host-${row * 7919}.example`);
    const insert = async () => (await Dictionary.open(writer, 'kept', 1)).numbersOf(texts);
    const first = "SELECT 1::INTEGER AS number, 'www.example' AS name";
    expect(await seenBefore(insert, first)).toEqual(new Set([0]));
  });
});

describe('a store', () => {
  it('inserts everything that way that others read many rows of', async () => {
    const run = vi.spyOn(DuckDBConnection.prototype, 'run');
    const day = Date.UTC(2026, 10, 20);
    const store = await openStore(
      {},
      { look: 1, min: 1, max: 1000, now: () => day + 50 * 3_600_000 },
    );
    const lines = Array.from({ length: 50 }, (_, number) =>
      JSON.stringify({
        fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
        log_type: 'internet',
        direction: 'out2in',
        src_ip: number % 2 === 0 ? '192.0.2.1' : '2001:db8::1',
        dst_ip: '10.0.0.1',
        dst_host: `host-${number}.example`,
        protocol: 'TCP',
        to_s_bytes: 1,
        to_c_bytes: 1,
        end_time: day + number * 3_600_000,
      }),
    );
    await store.ingest(textSource('lines', 'lines', lines, ltsTrafficLog), {
      fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
    });
    await store.rollUp();
    await store.close();
    const inserts = run.mock.calls.flatMap(([sql]) =>
      [...sql.matchAll(/INSERT INTO (\w+)([^;]*)/g)].map(([, table, rest]) => ({ table, rest })),
    );
    run.mockRestore();
    // Scopes, sources and places in logs are few at a time.
    const shared = inserts.filter(({ table }) =>
      /^((minute|ten_minute|hourly|daily)_\w+)$/.test(table!),
    );
    expect(new Set(shared.map(({ table }) => table)).size).toBe(49);
    const others = shared.filter(({ rest }) => !rest!.includes('FROM range(0)'));
    expect(others).toEqual([]);
  });
});
