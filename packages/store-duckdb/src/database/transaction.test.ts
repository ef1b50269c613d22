import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { countCommits, inTransaction } from './transaction.ts';

async function twoConnections() {
  const database = await DuckDBInstance.create(':memory:');
  const [one, other] = [await database.connect(), await database.connect()];
  onTestFinished(() => {
    one.closeSync();
    other.closeSync();
    database.closeSync();
  });
  await one.run('CREATE TABLE keys (key INTEGER PRIMARY KEY)');
  const held = async () => (await one.runAndReadAll('FROM keys')).getRows();
  return { one, other, held };
}

it('a transaction that fails keeps nothing, and the next one works', async () => {
  const { one, held } = await twoConnections();
  const failing = inTransaction(one, async () => {
    await one.run('INSERT INTO keys VALUES (1)');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await held()).toEqual([]);
  await inTransaction(one, () => one.run('INSERT INTO keys VALUES (2)'));
  expect(await held()).toEqual([[2]]);
});

it('a transaction that can not be committed says why, and the next one works', async () => {
  const { one, other, held } = await twoConnections();
  const failing = inTransaction(one, async () => {
    await one.run('INSERT INTO keys VALUES (1)');
    await other.run('INSERT INTO keys VALUES (1)');
  });
  await expect(failing).rejects.toThrow('Failed to commit');
  await inTransaction(one, () => one.run('INSERT INTO keys VALUES (2)'));
  expect(await held()).toEqual([[1], [2]]);
});

it('a transaction is counted within itself, and acknowledged when it is committed', async () => {
  const { one, other, held } = await twoConnections();
  const acknowledged: unknown[] = [];
  countCommits(one, {
    beforeCommit: async () =>
      void (await one.run('INSERT INTO keys SELECT max(key) + 10 FROM keys')),
    afterCommit: async () => {
      acknowledged.push((await other.runAndReadAll('FROM keys')).getRows());
    },
  });
  await inTransaction(one, () => one.run('INSERT INTO keys VALUES (1)'));
  expect(acknowledged).toEqual([[[1], [11]]]);
  const failing = inTransaction(one, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(acknowledged).toHaveLength(1);
  expect(await held()).toEqual([[1], [11]]);
});
