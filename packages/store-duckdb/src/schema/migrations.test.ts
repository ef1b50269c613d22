import { join } from 'node:path';
import { textSource } from '@cfw-flow/store';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { Migration } from './migrations.ts';
import { prepareSchema } from './schema.ts';

/** From version 1 to 2: a flow gets a column. */
const addNote: Migration = async (connection) => {
  await connection.run("ALTER TABLE flows ADD COLUMN note VARCHAR DEFAULT 'none'");
};

/** From version 2 to 3: a table gets another name. */
const renameSources: Migration = async (connection) => {
  await connection.run('ALTER TABLE sources RENAME TO batches');
};

/** A data directory of version 1 with flows. */
async function directoryOfFlows(flows: number): Promise<string> {
  const directory = await temporaryFolder();
  const store = await openDuckdbStore({ directory });
  const lines = linesOf(numberedFlows(0, flows, 'internet'));
  await store.ingest(textSource('a', 'a', [lines]), { fw_instance_id: firewall });
  await store.close();
  return directory;
}

async function inDatabase<Result>(
  directory: string,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const database = await DuckDBInstance.create(join(directory, 'flows.duckdb'));
  const connection = await database.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

it('a data directory of an earlier version is brought to this one, and keeps its flows', async () => {
  const directory = await directoryOfFlows(30);
  await inDatabase(directory, async (connection) => {
    await prepareSchema(connection, directory, [addNote]);
    expect(await rowsOf(connection, 'FROM schema_version')).toEqual([[2]]);
    // Only what is not done yet is done.
    await prepareSchema(connection, directory, [addNote, renameSources]);
    await prepareSchema(connection, directory, [addNote, renameSources]);
    expect(await rowsOf(connection, 'FROM schema_version')).toEqual([[3]]);
    expect(await rowsOf(connection, 'SELECT note, count(*) FROM flows GROUP BY note')).toEqual([
      ['none', '30'],
    ]);
    expect(await rowsOf(connection, 'SELECT name FROM batches')).toEqual([['a']]);
  });
});

it('a data directory that can not be brought to this version is left as it was', async () => {
  const directory = await directoryOfFlows(30);
  const failing: Migration = async (connection) => {
    await connection.run('ALTER TABLE flows RENAME COLUMN nothing TO something');
  };
  await inDatabase(directory, async (connection) => {
    await expect(prepareSchema(connection, directory, [addNote, failing])).rejects.toThrow(
      'nothing',
    );
    expect(await rowsOf(connection, 'FROM schema_version')).toEqual([[1]]);
  });
  const store = await openDuckdbStore({ directory });
  expect((await store.status()).flows).toBe(30);
  await store.close();
});

it.each([0, 4, 99])(
  'a data directory of schema version %i is refused, and left as it was',
  async (version) => {
    const directory = await directoryOfFlows(1);
    await inDatabase(directory, (connection) =>
      connection.run(`UPDATE schema_version SET version = ${version}`),
    );
    await expect(openDuckdbStore({ directory })).rejects.toMatchObject({
      code: 'DATA_INCOMPATIBLE',
      message: `${directory} has schema version ${version}, this cfw-flow reads version 1 only. Use the cfw-flow that wrote it, or another data directory.`,
    });
    await inDatabase(directory, async (connection) => {
      expect(await rowsOf(connection, 'FROM schema_version')).toEqual([[version]]);
    });
  },
);
