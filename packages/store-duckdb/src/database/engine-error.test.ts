// @module-tag slow

import { cp, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type StoreWith, type FlowStatisticQuery, StoreError, textSource } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { openStore } from '../open-store.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { explainEngineError } from './engine-error.ts';

const memoryLimit = 256 * 1024 * 1024;
const failed = { directory: 'data', memoryLimit };
const ingestOptions = { fw_instance_id: firewall };

function batch(first: number, count: number) {
  const lines = linesOf(numberedFlows(first, first + count, 'internet'));
  return textSource('batch', `batch ${first}`, [lines]);
}

/** What the engine says once a transaction could not be rolled back. */
const invalidated = (first: string) =>
  new Error(
    'FATAL Error: Failed: database has been invalidated because of a previous fatal error. ' +
      `The database must be restarted prior to being used again.\nOriginal error: "${first}"`,
  );

describe('an error of the engine', () => {
  it('tells a lack of memory in words', () => {
    const cause = new Error('Out of Memory Error: could not allocate block');
    expect(explainEngineError(cause, failed, 'Give it more.')).toMatchObject({
      code: 'MEMORY',
      message: 'More memory is needed than the 256 MiB that the store may use. Give it more.',
      cause,
    });
  });

  it('that stopped the database is told as what came first', () => {
    const codeOf = (first: string) =>
      (explainEngineError(invalidated(first), failed, '') as StoreError).code;
    expect(codeOf('IO Error: Corrupt database file: computed checksum 1')).toBe('DATA_DAMAGED');
    expect(codeOf('IO Error: Could not write file: No space left on device')).toBe('DATA_FULL');
    expect(codeOf('Something else')).toBe('ENGINE');
  });

  it('stays as it is when nobody expects it, and so does what is none', () => {
    for (const error of [
      new Error('Catalog Error: no such table'),
      new Error('IO Error: Corrupt temporary file "a.tmp"'),
      new Error('the upload is corrupt'),
      new StoreError('SOURCE_DAMAGED', 'IO Error: corrupt'),
      'a text',
    ]) {
      expect(explainEngineError(error, failed, '')).toBe(error);
    }
  });
});

const queries: readonly FlowStatisticQuery[] = (['src_ip', 'dst_host', 'app'] as const).flatMap(
  (item) =>
    [0, 1].map((start) => ({
      fw_instance_id: firewall,
      log_type: 'internet',
      item,
      window: { start, end: start === 0 ? 2 ** 53 : Date.UTC(2025, 6, 2, 5, 7) },
      size: 10,
    })),
);

/** All that can be asked of a store. */
const operations: Record<string, (store: StoreWith, folder: string) => Promise<unknown>> = {
  status: (store) => store.status(),
  firewalls: (store) => store.firewalls(),
  statistic: async (store) => {
    for (const query of queries) await store.answer('listFlowStatistic', query);
  },
  explain: (store) => store.explain('listFlowStatistic', queries[0]!),
  ingest: (store) => store.ingest(batch(1e6, 5000), ingestOptions),
  rollUp: (store) => store.rollUp(),
  verify: (store) => store.verify(),
  backup: (store, folder) => store.backup(join(folder, 'backup')),
  reEnrich: (store) => store.reEnrich(),
  prune: (store) => store.prune(Date.UTC(2025, 6, 2)),
  close: (store) => store.close(),
};

/** A data directory whose flows are rolled up. */
async function wholeDirectory(): Promise<string> {
  const directory = join(await temporaryFolder(), 'whole');
  const store = await openDuckdbStore({ directory, memoryLimit });
  await store.ingest(batch(0, 20_000), ingestOptions);
  await store.rollUp();
  await store.close();
  return directory;
}

/** Does all that can be done with a data directory, and tells what failed. */
async function failuresIn(directory: string, folder: string): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  const attempt = async (name: string, work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => failures.set(name, error));
  };
  let store: StoreWith | undefined;
  await attempt('open', async () => (store = await openDuckdbStore({ directory, memoryLimit })));
  if (store === undefined) return failures;
  for (const [name, work] of Object.entries(operations)) {
    await attempt(name, () => work(store!, folder));
  }
  return failures;
}

async function flipBit(file: string, place: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, place);
  byte[0]! ^= 1 << (place % 8);
  await handle.write(byte, 0, 1, place);
  await handle.close();
}

/** Bits that are flipped, spread over the whole file. */
const flips = Number(process.env['CFW_FLOW_FLIPS'] ?? 8);

it(
  `a flipped bit at ${flips} places of a database is told as damage by all that meets it`,
  async () => {
    const whole = await wholeDirectory();
    const { size } = await stat(join(whole, 'flows.duckdb'));
    const told = new Set<string>();
    for (let flip = 0; flip < flips; flip++) {
      const folder = await temporaryFolder();
      const directory = join(folder, 'data');
      await cp(whole, directory, { recursive: true });
      const place = Math.floor((size * (flip + 0.5)) / flips);
      await flipBit(join(directory, 'flows.duckdb'), place);
      for (const [name, error] of await failuresIn(directory, folder)) {
        told.add(name);
        expect(error, `${name} after a flip of byte ${place}`).toMatchObject({
          code: 'DATA_DAMAGED',
          message: expect.stringMatching(
            /flows\.duckdb is damaged[^]*restore a backup[^]*ingest the logs again/,
          ),
          details: { directory, file: join(directory, 'flows.duckdb'), repairable: false },
        });
      }
    }
    expect([...told]).toEqual(expect.arrayContaining(['statistic', 'verify']));
  },
  600_000 + flips * 10_000,
);

/** Waits until a store has rolled up, or can't: days come last, when no flow is pending any more. */
async function rollUpFailure(store: StoreWith): Promise<string | undefined> {
  const isDone = await store.rollUp().then(
    () => true,
    () => false,
  );
  if (isDone) return undefined;
  for (let looks = 0; looks < 100; looks++) {
    // It is what the roll-up says that goes on beside all other work.
    const { failure } = await store.status();
    if (failure !== undefined) return failure;
    await setTimeout(20);
  }
  return undefined;
}

it('a roll-up that meets damage has it told in the status', { timeout: 600_000 }, async () => {
  const whole = await wholeDirectory();
  const { size } = await stat(join(whole, 'flows.duckdb'));
  const failures: string[] = [];
  for (let place = 300_000; place < size && failures.length === 0; place += 262_144) {
    const directory = join(await temporaryFolder(), 'data');
    await cp(whole, directory, { recursive: true });
    await flipBit(join(directory, 'flows.duckdb'), place);
    const pace = { look: 1, min: 1, max: 10_000 };
    // What is damaged for others, too, is told by them.
    const store = await openStore({ directory, memoryLimit }, pace).catch(() => undefined);
    await store
      ?.ingest(batch(1e6, 5000), ingestOptions)
      .then(() => rollUpFailure(store))
      .then((failure) => failure !== undefined && failures.push(failure))
      .catch(() => undefined);
    await store?.close().catch(() => undefined);
  }
  expect(failures).toEqual([expect.stringContaining('flows.duckdb is damaged')]);
});
