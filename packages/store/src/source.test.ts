import { chmod, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from './errors.ts';
import { ltsTrafficLog } from './formats/lts.ts';
import { type FlowSource, fileSource, textSource } from './source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-source-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function read(source: FlowSource, from?: number) {
  const { content, bytesRead } = source.open(from);
  const text = Buffer.concat(await Array.fromAsync(content)).toString();
  return { text, bytesRead: bytesRead() };
}

async function failure(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

const lines = '{"to_s_bytes":1,"dst_ip":"192.0.2.1"}\n'.repeat(5000);

describe('a log file', () => {
  it('is read as it is when plain, and decompressed when gzip, whatever its name', async () => {
    const compressed = gzipSync(lines);
    const plain = await fileSource(await file('plain.gz', lines));
    const gzip = await fileSource(await file('gzip.log', compressed));
    expect(await read(plain)).toEqual({ text: lines, bytesRead: plain.size });
    expect(await read(gzip)).toEqual({ text: lines, bytesRead: compressed.length });
  });

  it('of several gzip members is read to its end', async () => {
    const members = Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]);
    const source = await fileSource(await file('members.gz', members), { format: ltsTrafficLog });
    expect((await read(source)).text).toBe('one\ntwo\n');
  });

  it('is read from a place on, in its decompressed content', async () => {
    const plain = await fileSource(await file('plain.log', lines));
    const gzip = await fileSource(await file('gzip.gz', gzipSync(lines)));
    for (const from of [0, 1, 12_345, lines.length, lines.length + 1]) {
      expect((await read(plain, from)).text).toBe(lines.slice(from));
      expect((await read(gzip, from)).text).toBe(lines.slice(from));
    }
  });

  it('of gzip members with zeros behind them, as on a tape, is read to its end', async () => {
    const zeros = Buffer.alloc(70_000);
    const members = Buffer.concat([gzipSync('one\n'), zeros, gzipSync('two\n'), zeros]);
    const source = await fileSource(await file('padded.gz', members), { format: ltsTrafficLog });
    expect((await read(source)).text).toBe('one\ntwo\n');
  });

  it('begins behind the NULs that copytruncate leaves, compressed or not', async () => {
    for (const nuls of [1, 4096, 3 << 20]) {
      const content = Buffer.concat([Buffer.alloc(nuls), Buffer.from(lines)]);
      const plain = await fileSource(await file('nuls.log', content));
      const gzip = await fileSource(await file('nuls.log.gz', gzipSync(content)));
      for (const from of [0, 12_345]) {
        expect(await read(plain, from)).toEqual({
          text: lines.slice(from),
          bytesRead: content.length,
        });
        expect((await read(gzip, from)).text).toBe(lines.slice(from));
      }
    }
    const hole = await fileSource(await file('hole.log', Buffer.alloc(100_000)));
    expect((await read(hole)).text).toBe('');
  });

  it.skipIf(process.platform === 'win32')(
    'that is replaced while it is read is read to its end, as it was',
    async () => {
      const source = await fileSource(await file('replaced.log', lines.repeat(100)));
      const other = await file('replacing.log', 'other\n');
      let text = '';
      for await (const piece of source.open().content) {
        if (text === '') await rename(other, source.name);
        text += Buffer.from(piece).toString();
      }
      expect(text).toBe(lines.repeat(100));
    },
  );

  it('that is overwritten while it is read is named, though it is no shorter', async () => {
    const path = await file('overwritten.log', lines.repeat(100));
    const source = await fileSource(path);
    const reading = async () => {
      let isFirst = true;
      for await (const _ of source.open().content) {
        if (isFirst) await writeFile(path, '\0'.repeat(lines.length * 200));
        isFirst = false;
      }
    };
    expect(await failure(reading())).toMatchObject({
      code: 'SOURCE_DAMAGED',
      message: expect.stringMatching(/overwritten\.log was overwritten while it was read\. /),
    });
  });

  it('that is truncated while it is read is named, after what it had', async () => {
    const path = await file('shrinking.log', lines.repeat(100));
    const source = await fileSource(path);
    const pieces: Uint8Array[] = [];
    const reading = async () => {
      for await (const piece of source.open().content) {
        if (pieces.push(piece) === 1) await truncate(path, lines.length);
      }
    };
    expect((await failure(reading())).message).toMatch(
      /shrinking\.log was truncated while it was read\. /,
    );
    expect(pieces.length).toBeGreaterThan(0);
  });

  it('ends with the reason of a signal, even while it leaves out what is compressed', async () => {
    const gzip = await fileSource(await file('ended.gz', gzipSync(lines)));
    const signal = AbortSignal.abort();
    const { content } = gzip.open(lines.length, signal);
    await expect(Array.fromAsync(content)).rejects.toBe(signal.reason);
  });

  it('that is cut off in its gzip data is refused, with what to do', async () => {
    const compressed = gzipSync(lines);
    const path = await file('cut.gz', compressed.subarray(0, compressed.length - 20));
    const error = await failure(fileSource(path).then(read));
    expect(error.code).toBe('SOURCE_DAMAGED');
    expect(error.message).toContain(`${path} is a gzip file that ends too early.`);
    expect(error.message).toContain('copy it again');
  });

  it('that is cut off is refused even when its reader is slow', async () => {
    const compressed = gzipSync(lines.repeat(100));
    const path = await file('cut-slow.gz', compressed.subarray(0, compressed.length - 20));
    const source = await fileSource(await file('whole-slow.gz', compressed));
    await rename(path, source.name);
    const { content } = source.open();
    const slowly = async () => {
      for await (const _ of content) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    expect((await failure(slowly())).code).toBe('SOURCE_DAMAGED');
  });

  it('with damaged gzip data is refused', async () => {
    const compressed = gzipSync(lines);
    compressed.fill(0xff, 20, 40);
    const error = await failure(fileSource(await file('damaged.gz', compressed)).then(read));
    expect(error.code).toBe('SOURCE_DAMAGED');
  });

  it.each(['utf16le', 'utf16be'])('that is written in UTF-16 is refused: %s', async (order) => {
    const little = Buffer.from(`\uFEFF${lines}`, 'utf16le');
    const content = order === 'utf16le' ? little : little.swap16();
    for (const [name, bytes] of [
      ['wide.log', content],
      ['wide.log.gz', gzipSync(content)],
    ] as const) {
      const error = await failure(fileSource(await file(name, bytes)));
      expect([error.code, error.message]).toEqual([
        'SOURCE_FORMAT',
        expect.stringMatching(/wide\.log(\.gz)? is written in UTF-16, .*iconv -f UTF-16 -t UTF-8$/),
      ]);
    }
  });

  it('that is called gzip or zstd and is text is read as the text that it is', async () => {
    for (const name of ['text.log.gz', 'text.log.zst']) {
      expect((await read(await fileSource(await file(name, lines)))).text).toBe(lines);
    }
  });

  it('of a byte or two is looked at without reading on', async () => {
    for (const content of [Buffer.from([0x1f]), Buffer.from([0xff]), Buffer.from('\n')]) {
      const source = await fileSource(await file('short.log', content), { format: ltsTrafficLog });
      expect(source.size).toBe(1);
    }
    expect((await fileSource(await file('empty.log', ''))).size).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that may not be read is refused, with what to do',
    async () => {
      const path = await file('closed.log', lines);
      await chmod(path, 0o000);
      const error = await failure(fileSource(path));
      expect(error.message).toBe(
        `${path} can't be read: permission denied. Make it readable for this user.`,
      );
    },
  );

  it('that is not there, or is a folder, is refused by name', async () => {
    const missing = await failure(fileSource(join(folder, 'missing.log')));
    expect(missing.code).toBe('SOURCE_UNREADABLE');
    expect(missing.message).toBe(
      `There is no file ${join(folder, 'missing.log')}. Check the path.`,
    );
    const directory = await failure(fileSource(folder));
    expect(directory.message).toBe(`${folder} is a folder, not a log file. Name its files.`);
  });

  it.skipIf(process.platform === 'win32')('that is a device is refused', async () => {
    const device = await failure(fileSource('/dev/zero'));
    expect(device.message).toBe(
      '/dev/zero is a device or a pipe, not a log file. Write its lines to a file first.',
    );
  });
});

describe('lines made by a program', () => {
  it('become a log, each with its line feed', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => String(index));
    expect((await read(textSource('many', 'many', many))).text).toBe(`${many.join('\n')}\n`);
    expect((await read(textSource('none', 'none', []))).text).toBe('');
  });
});

describe('a log file of zstd', () => {
  it('is the same source as the plain one, all its frames read', async () => {
    const plain = await fileSource(await file('plain-z.log', lines.repeat(2)));
    const frames = Buffer.concat([zstdCompressSync(lines), zstdCompressSync(lines)]);
    const zstd = await fileSource(await file('frames.zst', frames));
    expect(zstd.identity).toBe(plain.identity);
    expect((await read(zstd)).text).toBe(lines.repeat(2));
  });

  it('has frames without content, first or between others, as pzstd writes them', async () => {
    const skippable = (size: number, kind: number) => {
      const frame = Buffer.alloc(8 + size, 0xff);
      frame.writeUInt32LE(0x184d2a50 + kind);
      frame.writeUInt32LE(size, 4);
      return frame;
    };
    const frames = [skippable(4, 0), lines, skippable(100_000, 15), lines, skippable(0, 7)];
    const content = Buffer.concat(
      frames.map((frame) => (typeof frame === 'string' ? zstdCompressSync(frame) : frame)),
    );
    const source = await fileSource(await file('skippable.zst', content));
    expect((await read(source)).text).toBe(lines.repeat(2));
  });

  it('that is cut off or damaged is refused, with what to do', async () => {
    const compressed = zstdCompressSync(lines.repeat(3), {
      params: { [constants.ZSTD_c_checksumFlag]: 1 },
    });
    const cut = await failure(fileSource(await file('cut.zst', compressed.subarray(0, -5))));
    expect([cut.code, cut.message]).toEqual([
      'SOURCE_DAMAGED',
      expect.stringContaining('cut.zst is a zstd file that ends too early.'),
    ]);
    compressed[compressed.length - 1]! ^= 0xff;
    const damaged = await failure(fileSource(await file('damaged.zst', compressed)));
    expect([damaged.code, damaged.message]).toEqual([
      'SOURCE_DAMAGED',
      expect.stringContaining('is a damaged zstd file'),
    ]);
  });
});

describe('a log file of Zeek', () => {
  it('has the hosts from the logs beside it', async () => {
    const head = '#fields\tuid\tid.orig_h\tconn_state\n';
    await file('ssl.1.log', '#fields\tuid\tserver_name\n');
    const source = await fileSource(await file('conn.1.log', head));
    expect(source.format.name).toBe('zeek');
    expect(source.hosts?.map(({ name }) => name)).toEqual([join(folder, 'ssl.1.log')]);
  });
});
