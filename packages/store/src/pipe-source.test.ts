import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ltsTrafficLog } from './formats/lts.ts';
import { type PipeSource, pipeSource } from './pipe-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-pipe-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What comes through a pipe, in pieces of some size. */
function stream(content: Uint8Array, pieceSize = 65_536): Readable {
  const pieces = function* () {
    for (let at = 0; at < content.length; at += pieceSize) {
      yield content.subarray(at, at + pieceSize);
    }
  };
  return Readable.from(pieces(), { objectMode: false });
}

async function read(source: PipeSource, from?: number): Promise<string> {
  return Buffer.concat(await Array.fromAsync(source.open(from).content)).toString();
}

const line = '{"to_s_bytes":1,"dst_ip":"192.0.2.1"}\n';
const lines = line.repeat(100);

describe('a pipe', () => {
  it('is plain, gzip or zstd by its first bytes, whatever the pieces in which they come', async () => {
    const nuls = Buffer.alloc(100);
    const half = Buffer.from(line.repeat(50));
    for (const content of [
      Buffer.concat([nuls, half, half]),
      Buffer.concat([gzipSync(half), gzipSync(half)]),
      Buffer.concat([zstdCompressSync(half), zstdCompressSync(half)]),
    ]) {
      for (const pieceSize of [1, 3, 7, 65_536]) {
        const source = await pipeSource('pipe', stream(content, pieceSize));
        expect(source.format).toBe(ltsTrafficLog);
        expect(await read(source)).toBe(lines);
        await source.close();
      }
    }
  });

  it('is opened again from any place until it is released, and leaves no file', async () => {
    const content = randomBytes(9_000_000).toString('base64');
    const source = await pipeSource('pipe', stream(Buffer.from(content)), {
      format: ltsTrafficLog,
      folder,
    });
    expect((await read(source)) === content).toBe(true);
    for (const from of [0, 1, 4 << 20, (4 << 20) + 12_345, content.length - 1, content.length]) {
      expect((await read(source, from)) === content.slice(from)).toBe(true);
      expect(await readdir(folder)).toEqual([]);
    }
    await source.close();
  });

  it('goes on where what was kept of it ends once it is released', async () => {
    const content = randomBytes(9_000_000).toString('base64');
    const source = await pipeSource('pipe', stream(Buffer.from(content)), {
      format: ltsTrafficLog,
      folder,
    });
    let seen = 0;
    for await (const piece of source.open().content) {
      seen += piece.byteLength;
      if (seen > 6_000_000) break;
    }
    const { content: again } = source.open(5_000_000);
    source.release!();
    const text = Buffer.concat(await Array.fromAsync(again)).toString();
    expect(text === content.slice(5_000_000)).toBe(true);
    await source.close();
  });

  it('that is cut off fails, each time that it is opened', async () => {
    const cut = gzipSync(lines).subarray(0, -20);
    const source = await pipeSource('standard input', stream(cut), { format: ltsTrafficLog });
    for (let time = 0; time < 2; time++) {
      await expect(read(source)).rejects.toMatchObject({
        code: 'SOURCE_DAMAGED',
        message: expect.stringMatching('^standard input is a gzip file that ends too early'),
      });
    }
    await source.close();
  });

  it('that is silent ends with the reason of the signal', async () => {
    const silent = new Readable({ read() {} });
    const controller = new AbortController();
    const opening = pipeSource('pipe', silent, { signal: controller.signal });
    controller.abort(new Error('Ctrl+C'));
    await expect(opening).rejects.toThrow('Ctrl+C');
    expect(silent.destroyed).toBe(true);
  });
});
