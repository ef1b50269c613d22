// @module-tag slow

import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import type { FlowRecord } from '../flow.ts';
import { ltsTrafficLog } from '../formats/lts.ts';
import { zeekConn, zeekConnJson } from '../formats/zeek.ts';
import type { FlowSource, HostLog } from '../source.ts';
import { flowRecords } from '../testing/arbitraries.ts';
import { flowsIn } from '../testing/flows-in.ts';
import { ltsLine } from '../testing/lts-line.ts';
import type { ReadBlock } from './block-reader.ts';
import { readSource } from './read-source.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const megabyte = 1024 * 1024;
const [flow] = fc.sample(flowRecords, { numRuns: 1, seed: 5 }) as [FlowRecord];
const line = `${ltsLine(flow)}\n`;

/** A connection as Zeek writes it, but for its uid. */
const connection = {
  ts: 1_714_417_200.5,
  'id.orig_h': '10.0.0.5',
  'id.resp_h': '192.0.2.1',
  proto: 'tcp',
  conn_state: 'SF',
};

/** A source of some bytes, in pieces of some size. */
function sourceOf(content: Buffer, pieceSize = megabyte): FlowSource {
  const pieces = function* () {
    for (let at = 0; at < content.length; at += pieceSize) {
      yield content.subarray(at, at + pieceSize);
    }
  };
  return {
    name: 'log',
    format: ltsTrafficLog,
    size: content.length,
    open: () => ({ content: Readable.from(pieces()), bytesRead: () => 0 }),
  };
}

/** Reads a source in a program of its own, and writes how many flows it has. */
const program = `
  import { readSource } from ${JSON.stringify(new URL('./read-source.ts', import.meta.url).href)};
  import { ltsTrafficLog } from ${JSON.stringify(new URL('../formats/lts.ts', import.meta.url).href)};
  const [line, firewall] = process.argv.slice(1);
  const content = (async function* () { yield Buffer.from(line.repeat(1000)); })();
  const source = { name: 'log', format: ltsTrafficLog };
  let flows = 0;
  for await (const block of readSource({ source, content, firewall })) flows += block.flows.rows;
  // A number has a colour where those are forced.
  console.log(String(flows));
`;

interface Found {
  flows: number;
  rejected: number;
  blocks: number;
  rejections: ReadBlock['rejections'];
}

async function readAll(source: FlowSource): Promise<Found> {
  const found: Found = { flows: 0, rejected: 0, blocks: 0, rejections: [] };
  const { content } = source.open();
  for await (const block of readSource({ source, content, firewall, networks: undefined })) {
    found.flows += block.flows.rows;
    found.rejected += block.rejected;
    found.blocks++;
    found.rejections.push(...block.rejections);
  }
  return found;
}

describe('a source', () => {
  it.each(['--input-type=module', '--max-old-space-size=200', '--expose-gc', '--no-warnings'])(
    'is read by a thread in a program that was started with %s',
    async (option) => {
      const args = ['--input-type=module', option, '--eval', program, line, firewall];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      expect(stdout).toBe('1000\n');
    },
  );

  it('gives the same flows at once and by a thread, whatever pieces it comes in', async () => {
    const content = Buffer.from(line.repeat(5000));
    for (const pieceSize of [100, 4096, 999_999, 64 * megabyte]) {
      expect(await readAll(sourceOf(content, pieceSize))).toMatchObject({
        flows: 5000,
        rejected: 0,
      });
    }
    expect(
      await readAll(sourceOf(content.subarray(0, 20 * Buffer.byteLength(line)))),
    ).toMatchObject({
      flows: 20,
      blocks: 1,
    });
  });

  it('of which NULs stand before lines has no room for them, however many they are', async () => {
    for (const nuls of [1, 4096, 20 * megabyte]) {
      const hole = Buffer.alloc(nuls);
      const two = Buffer.from(line + line);
      const content = Buffer.concat([hole, two, hole, two, hole]);
      for (const pieceSize of [65_535, 64 * megabyte]) {
        expect(await readAll(sourceOf(content, pieceSize))).toMatchObject({
          flows: 4,
          rejected: 0,
        });
      }
    }
  });

  it('that is silent ends at once when nobody waits for it any more', async () => {
    const silent = async function* () {
      yield Buffer.from(line);
      await new Promise(() => {});
    };
    const controller = new AbortController();
    const { signal } = controller;
    const source = sourceOf(Buffer.alloc(0));
    const read = async () => {
      const reading = { source, content: silent(), firewall, networks: undefined, signal };
      for await (const _ of readSource(reading)) expect.unreachable();
    };
    const ended = read();
    await setTimeout(20);
    controller.abort(new Error('Ctrl+C'));
    await expect(ended).rejects.toThrow('Ctrl+C');
  });

  it('that is silent ends at once when it is given up, or a line of it can not be read', async () => {
    const header = (names: string) => `#fields\t${names.replaceAll(' ', '\t')}\n`;
    const names = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto conn_state';
    const zeek = '1700000000.5 C1 10.0.0.1 5000 192.0.2.1 443 tcp SF'.replaceAll(' ', '\t');
    const silent = async function* (text: string) {
      yield Buffer.from(text);
      await new Promise(() => {});
    };
    const changing = `${header(names)}${`${zeek}\n`.repeat(9000)}${header(`${names} more`)}`;
    const other = { ...sourceOf(Buffer.alloc(0)), format: zeekConn };
    const failing = { source: other, content: silent(changing), firewall, networks: undefined };
    await expect(Array.fromAsync(readSource(failing))).rejects.toThrow('other columns further on');
    const source = sourceOf(Buffer.alloc(0));
    const content = silent(line.repeat(200_000));
    for await (const _ of readSource({ source, content, firewall, networks: undefined })) break;
  });

  it('gives blocks that keep what they have until the next one is asked for', async () => {
    const lines = Array.from({ length: 100_000 }, (_, number) =>
      ltsLine({ ...flow, dst_host: `host-${number}.example`, to_s_bytes: BigInt(number) }),
    );
    const source = sourceOf(Buffer.from(`${lines.join('\n')}\n`));
    let number = 0;
    const { content } = source.open();
    for await (const { flows } of readSource({ source, content, firewall, networks: undefined })) {
      // The thread reads on meanwhile.
      await setTimeout(20);
      for (const { dst_host, to_s_bytes } of flowsIn(flows)) {
        expect([dst_host, to_s_bytes]).toEqual([`host-${number}.example`, BigInt(number)]);
        number++;
      }
    }
    expect(number).toBe(100_000);
  });

  it('gives what came before a failure of its content, and then the failure', async () => {
    const content = async function* () {
      for (let piece = 0; piece < 3; piece++) yield Buffer.from(line.repeat(4000));
      throw new Error('the disk is gone');
    };
    const source = {
      ...sourceOf(Buffer.alloc(0)),
      open: () => ({ content: content(), bytesRead: () => 0 }),
    };
    let flows = 0;
    const reading = async () => {
      const { content } = source.open();
      for await (const block of readSource({ source, content, firewall, networks: undefined })) {
        flows += block.flows.rows;
      }
    };
    await expect(reading()).rejects.toThrow('the disk is gone');
    expect(flows).toBe(12_000);
  });

  it('that is given up half-way leaves the next one as it is', async () => {
    const source = sourceOf(Buffer.from(line.repeat(100_000)));
    const { content } = source.open();
    for await (const _ of readSource({ source, content, firewall, networks: undefined })) break;
    expect(await readAll(source)).toMatchObject({ flows: 100_000 });
  });

  it.each([
    ['the log', false],
    ['the log beside it', true],
  ])('that is interrupted ends at once, though %s has no end', async (_, isBeside) => {
    let pieces = 0;
    const endless = async function* () {
      const piece = Buffer.from('{}\n'.repeat(megabyte / 4));
      for (;;) {
        pieces++;
        yield piece;
      }
    };
    const beside = { name: 'ssl', open: () => ({ content: endless(), bytesRead: () => 0 }) };
    const source = { ...sourceOf(Buffer.alloc(0)), format: zeekConnJson };
    const controller = new AbortController();
    const { signal } = controller;
    const reading = (async () => {
      const options = { content: endless(), firewall, networks: undefined, signal };
      const hosts = isBeside ? [beside] : [];
      for await (const { rejected } of readSource({ source: { ...source, hosts }, ...options })) {
        expect(rejected).toBeGreaterThan(0);
      }
    })();
    // What it ends with is looked at below.
    reading.catch(() => {});
    await setTimeout(300);
    const before = pieces;
    controller.abort();
    await expect(reading).rejects.toBe(signal.reason);
    expect(pieces - before).toBeLessThan(5);
  });

  it('of nothing but bad lines takes little memory, and keeps the first of them', async () => {
    const bad = Buffer.from('{}\n'.repeat(megabyte));
    const content = async function* () {
      for (let times = 0; times < 12; times++) yield bad;
    };
    const source = {
      ...sourceOf(Buffer.alloc(0)),
      open: () => ({ content: content(), bytesRead: () => 0 }),
    };
    const before = process.memoryUsage().rss;
    const found = await readAll(source);
    expect(found).toMatchObject({ flows: 0, rejected: 12 * megabyte });
    expect(found.rejections.length).toBeLessThan(200_000);
    expect(found.rejections[0]).toMatchObject({ line: 1, reason: 'log_type is missing' });
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * megabyte);
  });

  it('of nothing but long texts that are all different is read to its end', async () => {
    // 14 MiB each.
    const long = Array.from({ length: 60 }, (_, number) =>
      gzipSync(ltsLine({ ...flow, dst_host: `${number}${'é'.repeat(7 * megabyte)}` }) + '\n'),
    );
    const content = async function* () {
      for (const packed of long) yield gunzipSync(packed);
    };
    const source = {
      ...sourceOf(Buffer.alloc(0)),
      open: () => ({ content: content(), bytesRead: () => 0 }),
    };
    expect(await readAll(source)).toMatchObject({ flows: 60, rejected: 0 });
  }, 600_000);

  it('that is given up when its thread has read it leaves the next one as it is', async () => {
    // More than one block, of hosts that the next source does not have.
    const old = sourceOf(Buffer.from(line.repeat(90_000)));
    const { content } = old.open();
    const reading = { source: old, content, firewall, networks: undefined };
    for await (const { flows } of readSource(reading)) {
      expect(flows.rows).toBeGreaterThan(0);
      await setTimeout(1000);
      break;
    }
    for (const _ of [1, 2]) {
      expect(await readAll(sourceOf(Buffer.from(line.repeat(1000))))).toMatchObject({
        flows: 1000,
      });
    }
  });

  it('whose log of hosts breaks off leaves the next one as it is', async () => {
    const breaking = async function* () {
      yield Buffer.from(`{"uid":"a","server_name":"a.example"}\n`);
      throw new Error('cut off');
    };
    const hosts = [{ name: 'ssl.log', open: () => ({ content: breaking(), bytesRead: () => 0 }) }];
    const source = { ...sourceOf(Buffer.alloc(0)), format: zeekConnJson, hosts };
    await expect(readAll(source)).rejects.toThrow('cut off');
    for (const _ of [1, 2]) {
      expect(await readAll(sourceOf(Buffer.from(line.repeat(5000))))).toMatchObject({
        flows: 5000,
      });
    }
  });

  it('takes hosts from the first log beside that names one, and reads each log once', async () => {
    let opened: string[] = [];
    const hostLog = (name: string, version: string, ...lines: string[]): HostLog => ({
      name,
      version,
      open() {
        opened.push(name);
        return {
          content: Readable.from(lines.map((text) => Buffer.from(text))),
          bytesRead: () => 0,
        };
      },
    });
    const ssl = (uid: string, host: string) => `{"uid":"${uid}","server_name":"${host}"}\n`;
    const conn = (...uids: string[]) =>
      Buffer.from(uids.map((uid) => `${JSON.stringify({ ...connection, uid })}\n`).join(''));
    const hostsOf = async (bytes: Buffer, ...hosts: HostLog[]) => {
      opened = [];
      const source = { ...sourceOf(bytes), format: zeekConnJson, hosts };
      const { content } = source.open();
      const reading = { source, content, firewall, networks: undefined };
      const found: (string | undefined)[] = [];
      for await (const { flows } of readSource(reading)) {
        found.push(...flowsIn(flows).map(({ dst_host }) => dst_host));
      }
      return found;
    };
    const first = hostLog('1', 'a', ssl('C1', 'one.example'), ssl('C2', 'two.example'));
    const second = hostLog('2', 'b', ssl('C2', 'other.example'), ssl('C3', 'three.example'));
    const third = hostLog('3', 'c', ssl('C4', 'four.example'));
    const all = conn('C1', 'C2', 'C3', 'C4');
    expect(await hostsOf(all, first, second)).toEqual([
      'one.example',
      'two.example',
      'three.example',
      undefined,
    ]);
    expect(opened).toEqual(['1', '2']);
    // The next rotation.
    expect(await hostsOf(all, second, first, third)).toEqual([
      'one.example',
      'other.example',
      'three.example',
      'four.example',
    ]);
    expect(opened).toEqual(['3']);
    const grown = hostLog('3', 'd', ssl('C5', 'five.example'));
    expect(await hostsOf(conn('C4', 'C5', 'C1'), grown)).toEqual([
      undefined,
      'five.example',
      undefined,
    ]);
    expect(opened).toEqual(['3']);
  });

  it('reads flows without a log beside that may be damaged, unless they need it', async () => {
    const breaking = async function* () {
      yield Buffer.from(`{"uid":"C1","server_name":"a.example"}\n`);
      throw new StoreError('SOURCE_DAMAGED', 'cut off');
    };
    const log = { name: 'ssl.log', open: () => ({ content: breaking(), bytesRead: () => 0 }) };
    const bytes = Buffer.from(`${JSON.stringify({ ...connection, uid: 'C1' })}\n`);
    const source = { ...sourceOf(bytes), format: zeekConnJson };
    const isOptional = { ...log, isOptional: true, version: 'a' };
    expect(await readAll({ ...source, hosts: [isOptional] })).toMatchObject({ flows: 1 });
    await expect(readAll({ ...source, hosts: [log] })).rejects.toThrow('cut off');
    await expect(readAll({ ...source, hosts: [{ ...log, version: 'a' }] })).rejects.toThrow(
      'cut off',
    );
  });

  it.each([100, 10_000])('gives %d flows that came before a failure, then fails', async (count) => {
    const content = async function* () {
      yield Buffer.from(line.repeat(count));
      throw new Error('the disk is gone');
    };
    let flows = 0;
    const reading = (async () => {
      const source = sourceOf(Buffer.alloc(0));
      for await (const block of readSource({
        source,
        content: content(),
        firewall,
        networks: undefined,
      })) {
        flows += block.flows.rows;
      }
    })();
    await expect(reading).rejects.toThrow('the disk is gone');
    expect(flows).toBe(count);
  });
});
