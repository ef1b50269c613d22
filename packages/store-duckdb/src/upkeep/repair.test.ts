import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FlowStatisticQuery, textSource } from '@cfw-flow/store';
import { oracle } from '@cfw-flow/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckdbStore, repairDuckdbStore } from '../index.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';

const batches = 40;
const flowsInBatch = 20;
const query: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'src_ip',
  window: { start: 0, end: 2 ** 53 },
  size: 1000,
};

/** Ingests batches and kills itself, so that all of them are in the WAL. */
const program = `
  const { textSource } = await import('@cfw-flow/store');
  const { openDuckdbStore } = await import('../index.ts');
  const { firewall, linesOf, numberedFlows } = await import('../testing/numbered-flows.ts');
  const store = await openDuckdbStore({ directory: process.argv[1] });
  for (let batch = 0; batch < ${batches}; batch++) {
    const from = batch * ${flowsInBatch};
    const lines = linesOf(numberedFlows(from, from + ${flowsInBatch}, 'internet'));
    await store.ingest(textSource('batch', 'batch ' + batch, [lines]), { fw_instance_id: firewall });
  }
  process.kill(process.pid, 'SIGKILL');`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-repair-'));
  // Its tables are in the database, its flows in the WAL.
  await (await openDuckdbStore({ directory: join(folder, 'whole') })).close();
  const args = ['--input-type=module', '-e', program, join(folder, 'whole')];
  const child = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: 'inherit' });
  await once(child, 'close');
});
afterAll(() => rm(folder, { recursive: true }));

/** A copy of the data directory, with other bytes in one of its files. */
async function damaged(
  name: string,
  file: string,
  damage: (bytes: Buffer) => Buffer,
): Promise<{ directory: string; bytes: Buffer }> {
  const directory = join(folder, name);
  await cp(join(folder, 'whole'), directory, { recursive: true });
  const bytes = damage(await readFile(join(directory, file)));
  await writeFile(join(directory, file), bytes);
  return { directory, bytes };
}

/** Batches that are there; all of their flows have to be. */
async function batchesIn(directory: string): Promise<number> {
  const store = await openDuckdbStore({ directory });
  try {
    const { flows } = await store.status();
    const held = numberedFlows(0, flows, 'internet');
    expect(await store.answer('listFlowStatistic', query)).toEqual(
      oracle.listFlowStatistic(held, query),
    );
    expect((await store.verify()).differing).toBe(0);
    // What was lost comes in again, what was kept does not.
    for (let batch = 0; batch < batches; batch++) {
      const from = batch * flowsInBatch;
      const lines = linesOf(numberedFlows(from, from + flowsInBatch, 'internet'));
      const source = textSource('batch', `batch ${batch}`, [lines]);
      const { repeated } = await store.ingest(source, { fw_instance_id: firewall });
      expect(repeated).toBe(from < flows);
    }
    return flows / flowsInBatch;
  } finally {
    await store.close();
  }
}

describe('a write-ahead log', () => {
  it.each([
    ['with flipped bytes', 20, 39, (wal: Buffer) => flip(wal, Math.floor(wal.length * 0.75))],
    ['with a zeroed tail', 25, 39, (wal: Buffer) => wal.fill(0, wal.length - 10_000)],
    ['with a damaged beginning', 0, 0, (wal: Buffer) => flip(wal, 0)],
    ['of zeros', 0, 0, (wal: Buffer) => wal.fill(0)],
    ['of something else', 0, 0, () => Buffer.from('something else '.repeat(100))],
  ])(
    '%s is refused; repair keeps what comes before the damage, and a copy',
    async (name, least, most, damage) => {
      const { directory, bytes } = await damaged(name, 'flows.duckdb.wal', damage);
      await expect(openDuckdbStore({ directory })).rejects.toMatchObject({
        code: 'DATA_DAMAGED',
        message: expect.stringContaining('A repair keeps all that comes before'),
        details: { directory, repairable: true },
      });
      const repair = await repairDuckdbStore(directory);
      const { size, copy } = repair!.cut!;
      expect(size).toBe(bytes.length);
      expect(await readFile(copy)).toEqual(bytes);
      expect(copy).toMatch(/flows\.duckdb\.wal\.damaged-\d{8}T\d{6}-\d{3}Z$/);
      const kept = await batchesIn(directory);
      expect(kept).toBeGreaterThanOrEqual(least);
      expect(kept).toBeLessThanOrEqual(most);
      expect(repair!.missing).toBe(batches - kept);
      expect(await repairDuckdbStore(directory)).toBe(undefined);
      expect(await readdir(directory)).toContain(copy.slice(directory.length + 1));
    },
  );

  it.each([
    ['cut off', 1, 39, (wal: Buffer) => wal.subarray(0, wal.length / 2)],
    ['without its last byte', 39, 39, (wal: Buffer) => wal.subarray(0, -1)],
    ['of no length', 0, 0, () => Buffer.alloc(0)],
  ])(
    '%s is refused; repair goes on with what was committed before',
    async (name, least, most, damage) => {
      const { directory } = await damaged(name, 'flows.duckdb.wal', damage);
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(openDuckdbStore({ directory })).rejects.toMatchObject({
          code: 'DATA_DAMAGED',
          message: expect.stringMatching(/wal was cut off, emptied or removed[^]* commits? of it/),
          details: { directory, repairable: true },
        });
      }
      const repair = await repairDuckdbStore(directory);
      const kept = await batchesIn(directory);
      expect(repair).toEqual({ missing: batches - kept });
      expect(kept).toBeGreaterThanOrEqual(least);
      expect(kept).toBeLessThanOrEqual(most);
      expect(await repairDuckdbStore(directory)).toBe(undefined);
    },
  );

  it('that was removed is refused, unless nobody knows what was in it', async () => {
    const { directory } = await damaged('removed', 'flows.duckdb.wal', (wal) => wal);
    await rm(join(directory, 'flows.duckdb.wal'));
    await expect(openDuckdbStore({ directory })).rejects.toMatchObject({ code: 'DATA_DAMAGED' });
    await writeFile(join(directory, 'flows.duckdb.commits'), 'half of a num');
    expect(await batchesIn(directory)).toBe(0);
  });

  it('that is whole opens with all that was committed, and so does one with half a commit', async () => {
    const { directory } = await damaged('whole WAL', 'flows.duckdb.wal', (wal) => wal);
    expect(await batchesIn(directory)).toBe(batches);
    // The last commit was not acknowledged when the process was killed.
    const other = await damaged('half a commit', 'flows.duckdb.wal', (wal) => wal.subarray(0, -1));
    const number = String(batches - 1).padStart(16, '0');
    await writeFile(join(other.directory, 'flows.duckdb.commits'), `${number} ${number}\n`);
    expect(await batchesIn(other.directory)).toBe(batches - 1);
  });
});

it.each([
  ['zeroed', (bytes: Buffer) => bytes.fill(0, 0, 4096)],
  ['cut', (bytes: Buffer) => bytes.subarray(0, 5000)],
  ['flipped', (bytes: Buffer) => flip(flip(bytes, 4096), 8192)],
  ['empty', () => Buffer.alloc(0)],
])(
  'a database file that is %s is refused, by repair too, and left as it is',
  async (name, damage) => {
    const { directory, bytes } = await damaged(`database ${name}`, 'flows.duckdb', damage);
    const refusal = {
      code: 'DATA_DAMAGED',
      message: expect.stringContaining('flows.duckdb is damaged, or no database of cfw-flow'),
    };
    await expect(openDuckdbStore({ directory })).rejects.toMatchObject(refusal);
    await expect(repairDuckdbStore(directory)).rejects.toMatchObject(refusal);
    expect(await readFile(join(directory, 'flows.duckdb'))).toEqual(bytes);
    expect((await stat(join(directory, 'flows.duckdb.wal'))).size).toBeGreaterThan(0);
  },
);

function flip(bytes: Buffer, at: number): Buffer {
  for (let place = at; place < at + 8; place++) bytes[place]! ^= 0xff;
  return bytes;
}
