// @module-tag slow

import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type IngestOptions,
  fileSource,
  type FlowRecord,
  type StoreWith,
  ltsTrafficLog,
} from '@cfw-flow/store';
import { oracle, ltsLine } from '@cfw-flow/store/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const noon = Date.UTC(2025, 6, 1, 12);
const query = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_port',
  window: { start: 0, end: 2 ** 53 },
  size: 1000,
} as const;

/** A flow, of which no other number has the like. */
function flowOf(number: number): FlowRecord {
  return {
    fw_instance_id: firewall,
    log_type: 'internet',
    direction: 'out2in',
    src_ip: '198.51.100.7',
    dst_ip: '10.0.0.5',
    dst_port: number % 1000,
    protocol: 'TCP',
    to_s_bytes: BigInt(number),
    to_c_bytes: 900n,
    end_time: noon + number,
  };
}

function flows(from: number, to: number): FlowRecord[] {
  return Array.from({ length: to - from }, (_, index) => flowOf(from + index));
}

/** The flows of numbers, as lines of a log. */
function lines(from: number, to: number): string {
  return flows(from, to)
    .map((flow) => `${ltsLine(flow)}\n`)
    .join('');
}

let folder: string;
let log: string;
let store: StoreWith;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-logs-'));
  log = join(folder, 'a.log');
  store = await openDuckdbStore({ directory: join(folder, 'data') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
});

async function reopen(): Promise<void> {
  await store.close();
  store = await openDuckdbStore({ directory: join(folder, 'data') });
}

async function take(path = log, options: Partial<IngestOptions> = {}) {
  return store.ingest(await fileSource(path, { format: ltsTrafficLog }), {
    fw_instance_id: firewall,
    ...options,
  });
}

async function expectFlows(expected: readonly FlowRecord[]): Promise<void> {
  expect(await store.answer('listFlowStatistic', query)).toEqual(
    oracle.listFlowStatistic(expected, query),
  );
}

describe('a log that comes again', () => {
  it.each([10, 3000])(
    'adds nothing, under any name, compressed or not: %i flows',
    async (count) => {
      await writeFile(log, lines(0, count));
      expect(await take()).toMatchObject({ repeated: false, flows: count });
      await reopen();
      expect(await take()).toMatchObject({ repeated: true, flows: 0 });
      await rename(log, `${log}.1`);
      expect(await take(`${log}.1`)).toMatchObject({ repeated: true, flows: 0 });
      await writeFile(`${log}.2.gz`, gzipSync(lines(0, count)));
      expect(await take(`${log}.2.gz`)).toMatchObject({ repeated: true, flows: 0 });
      await writeFile(log, lines(0, count).trimEnd());
      expect(await take()).toMatchObject({ repeated: true, flows: 0 });
      await expectFlows(flows(0, count));
    },
  );

  it.each([
    [5, 9],
    [5, 3000],
    [3000, 3005],
    [3000, 9000],
  ])('grown from %i flows to %i adds the new ones', async (before, after) => {
    await writeFile(log, lines(0, before));
    await take();
    await reopen();
    await appendFile(log, lines(before, after));
    expect(await take()).toMatchObject({ repeated: false, flows: after - before });
    expect(await take()).toMatchObject({ repeated: true });
    await expectFlows(flows(0, after));
  });

  it('grown, rotated and compressed at once goes on where it was', async () => {
    await writeFile(log, lines(0, 2000));
    await take();
    await writeFile(`${log}.1.gz`, gzipSync(lines(0, 2500)));
    await writeFile(log, lines(2500, 2600));
    expect((await take(`${log}.1.gz`)).flows).toBe(500);
    expect((await take()).flows).toBe(100);
    await expectFlows(flows(0, 2600));
  });

  it('as its own beginning, such as a copy under way, adds nothing', async () => {
    await writeFile(log, lines(0, 2000));
    await take();
    for (const bytes of [lines(0, 1).length, lines(0, 7).length + 20, lines(0, 900).length]) {
      await writeFile(`${log}.1`, lines(0, 2000).slice(0, bytes));
      expect(await take(`${log}.1`, { growing: true })).toMatchObject({ repeated: true, flows: 0 });
    }
    await expectFlows(flows(0, 2000));
  });

  it('goes on from a place that was given, unless it is another log by now', async () => {
    await writeFile(log, lines(0, 2000));
    const { checkpoint } = await take();
    await appendFile(log, lines(2000, 2100));
    const second = await take(log, { after: checkpoint });
    expect(second.flows).toBe(100);
    expect(second.checkpoint?.lines).toBe(2100);
    // Copied elsewhere and truncated, then written beyond the place.
    await truncate(log);
    await appendFile(log, lines(5000, 9000));
    expect((await take(log, { after: second.checkpoint })).flows).toBe(4000);
    await expectFlows([...flows(0, 2100), ...flows(5000, 9000)]);
  });

  it('numbers its lines on', async () => {
    await writeFile(log, `${lines(0, 3)}bad\n`);
    expect((await take()).rejections).toMatchObject([{ line: 4 }]);
    await appendFile(log, `${lines(3, 4)}worse\n`);
    expect(await take()).toMatchObject({ flows: 1, rejected: 1, rejections: [{ line: 6 }] });
  });

  it('with Windows line ends and a byte order mark is the same', async () => {
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    await writeFile(log, windows(lines(0, 20)).trimEnd());
    expect((await take()).flows).toBe(20);
    await writeFile(log, windows(lines(0, 30)));
    expect((await take()).flows).toBe(10);
    expect((await take()).repeated).toBe(true);
    await expectFlows(flows(0, 30));
  });
});

describe('the last line of a log, without a line feed,', () => {
  const [first = '', second = ''] = [lines(0, 1), lines(1, 2).trimEnd()];

  it('is taken when it is whole, and not again when the line feed comes', async () => {
    for (const growing of [true, false]) {
      await writeFile(log, first + second);
      await take(log, { growing });
    }
    await writeFile(log, `${first}${second}\n${lines(2, 3)}`);
    expect((await take()).flows).toBe(1);
    await expectFlows(flows(0, 3));
  });

  it('waits for its rest when it is cut off, and is told unless the log is being written', async () => {
    await writeFile(log, first + second.slice(0, 50));
    expect(await take(log, { growing: true })).toMatchObject({ flows: 1, rejected: 0 });
    expect(await take()).toMatchObject({ flows: 0, rejected: 1, rejections: [{ line: 2 }] });
    await writeFile(log, `${first}${second}\n`);
    expect(await take()).toMatchObject({ flows: 1, rejected: 0 });
    await expectFlows(flows(0, 2));
  });
});

describe('logs that begin alike', () => {
  it.each([
    ['in their second line', 1, 2, 5],
    ['after 100 lines, the second one shorter', 100, 5000, 101],
    ['after 10,000 lines', 10_000, 10_100, 10_300],
  ])('and differ %s are all ingested', async (_, alike, end, otherEnd) => {
    await writeFile(log, lines(0, end));
    const other = lines(0, alike) + lines(20_000 + alike, 20_000 + otherEnd);
    await writeFile(`${log}.other`, other);
    await take();
    expect(await take(`${log}.other`)).toMatchObject({ repeated: false, flows: otherEnd });
    expect((await take()).repeated).toBe(true);
    expect((await take(`${log}.other`)).repeated).toBe(true);
  });

  it('and differ in one digit in the middle are two', async () => {
    const text = lines(0, 20_000);
    const middle = text.indexOf('900', text.length / 2);
    await writeFile(log, text);
    await writeFile(`${log}.other`, `${text.slice(0, middle)}901${text.slice(middle + 3)}`);
    expect([(await take()).flows, (await take(`${log}.other`)).flows]).toEqual([20_000, 20_000]);
  });
});

it('a line of a gigabyte, in a file of a megabyte, is rejected, and takes no memory', async () => {
  const part = gzipSync('x'.repeat(64 * 1024 * 1024));
  const long = Array.from({ length: 16 }, () => part);
  const feed = gzipSync('\n');
  await writeFile(
    log,
    Buffer.concat([gzipSync(lines(0, 60_000)), ...long, feed, gzipSync(lines(60_000, 60_010))]),
  );
  const before = process.memoryUsage().rss;
  expect(await take()).toMatchObject({
    flows: 60_010,
    rejections: [{ line: 60_001, reason: 'longer than 16777216 bytes' }],
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  expect((await take()).repeated).toBe(true);
  await expectFlows(flows(0, 60_010));
}, 600_000);

it('an empty log, and one without flows, may come again', async () => {
  for (const text of ['', '\n\n', 'no log\n']) {
    await writeFile(log, text);
    expect(await take()).toMatchObject({ repeated: false, flows: 0 });
    expect(await take()).toMatchObject({ repeated: false, flows: 0 });
  }
  await writeFile(log, `no log\n${lines(0, 1)}`);
  expect((await take()).flows).toBe(1);
  expect((await take()).repeated).toBe(true);
});

it(
  'a log is ingested once, however it grows and is moved, and whenever the store is reopened',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            add: fc.integer({ min: 0, max: 400 }),
            cut: fc.nat(30),
            as: fc.constantFrom('plain', 'gzip', 'renamed'),
            reopened: fc.boolean(),
          }),
          { maxLength: 6 },
        ),
        async (steps) => {
          await store.close();
          await rm(join(folder, 'data'), { recursive: true, force: true });
          await reopen();
          let count = 0;
          for (const [index, { add, cut, as, reopened }] of steps.entries()) {
            if (reopened) await reopen();
            count += add;
            // The last line may be cut off for now.
            const text = lines(0, count).slice(0, count > 0 ? -1 - cut : undefined);
            const path = as === 'renamed' ? `${log}.${index}` : log;
            await writeFile(path, as === 'gzip' ? gzipSync(text) : text);
            await take(path, { growing: true });
          }
          await writeFile(log, lines(0, count));
          await take();
          await expectFlows(flows(0, count));
          expect((await take()).flows).toBe(0);
        },
      ),
      { numRuns: 8 },
    ),
  600_000,
);

it('a log of several chunks that is stopped goes on after the last whole one', async () => {
  await store.close();
  store = await openDuckdbStore({ memoryLimit: 256 * 1024 * 1024 });
  await writeFile(log, lines(0, 90_000));
  const controller = new AbortController();
  const reason = new Error('enough');
  const stopped = take(log, {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(stopped).rejects.toBe(reason);
  const { flows: kept } = await store.status();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(90_000);
  expect((await take()).flows).toBe(90_000 - kept);
  await expectFlows(flows(0, 90_000));
});
