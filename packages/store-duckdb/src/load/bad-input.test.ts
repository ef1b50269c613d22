// @module-tag slow

import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  type IngestOptions,
  fileSource,
  type StoreWith,
  type LogFormat,
  logFormats,
  StoreError,
} from '@cfw-flow/store';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';

/*
 * How input ends that nobody means, in each format: from a file, and as a batch.
 */

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const noon = Date.UTC(2025, 6, 1, 12);
const most = 2n ** 63n - 1n;

let folder: string;
let log: string;
let store: StoreWith;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-bad-'));
  log = join(folder, 'a.log');
  store = await openDuckdbStore({ memoryLimit: 256 * 1024 ** 2 });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
});

/** What a line says of its flow. */
interface Said {
  bytes?: bigint | string;
  start?: string;
  end?: string;
  /** Whom it comes from; no two lines of the same are one conversation. */
  from?: number;
  /** A word that is kept nowhere. */
  word?: string;
}

/** How a format is written. */
interface Written {
  head?: string;
  line: (said: Said) => string;
  /** Milliseconds as the format writes them. */
  time: (milliseconds: number) => string;
  /** Keys of the bytes and of the time at which a flow ends. */
  keys: { bytes: string; end: string };
  /** Another unit that its times may be in by mistake. */
  others: readonly ('seconds' | 'milliseconds' | 'microseconds')[];
}

const whole = (milliseconds: number) => `${milliseconds}`;
const fraction = (milliseconds: number) => `${(milliseconds / 1000).toFixed(3)}`;
const date = (milliseconds: number) => `"${new Date(milliseconds).toISOString()}"`;

const json =
  (fields: (said: Required<Said>) => string, time: Written['time']): Written['line'] =>
  ({ bytes = 7n, start = time(noon - 1000), end = time(noon), from = 1, word = '' }) =>
    `{${fields({ bytes, start, end, from, word })}}`;

/** @param values - the values of a line with spaces between them */
const columns =
  (
    separator: string,
    values: (said: Required<Said>) => string,
    time: Written['time'],
  ): Written['line'] =>
  ({ bytes = 7n, start = time(noon - 1000), end = time(noon), from = 1, word = '-' }) =>
    values({ bytes, start, end, from, word }).replaceAll(' ', separator);

const zeekNames =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto orig_ip_bytes resp_ip_bytes conn_state history';

const formats: Record<string, Written> = {
  lts: {
    line: json(
      ({ bytes, start, end, from, word }) =>
        `"log_type":"internet","direction":"in2out","src_ip":"10.0.0.${from}","dst_ip":"192.0.2.80","protocol":"TCP","to_s_bytes":${bytes},"to_c_bytes":0,"start_time":${start},"end_time":${end},"more":"${word}"`,
      whole,
    ),
    time: whole,
    keys: { bytes: 'to_s_bytes', end: 'end_time' },
    others: ['seconds', 'microseconds'],
  },
  'cfw-rows': {
    line: json(
      ({ bytes, start, end, from, word }) =>
        `"direction":"in2out","src_ip":"10.0.0.${from}","dst_ip":"192.0.2.80","protocol":"TCP","bytes":${bytes},"start_time":${start},"end_time":${end},"more":"${word}"`,
      whole,
    ),
    time: whole,
    keys: { bytes: 'bytes', end: 'end_time' },
    others: ['seconds', 'microseconds'],
  },
  eve: {
    line: json(
      ({ bytes, start, end, from, word }) =>
        `"timestamp":${end},"flow_id":${from},"event_type":"flow","src_ip":"10.0.0.${from}","dest_ip":"192.0.2.80","proto":"TCP","flow":{"bytes_toserver":${bytes},"bytes_toclient":0,"start":${start},"end":${end}},"more":"${word}"`,
      date,
    ),
    time: date,
    keys: { bytes: 'flow/bytes_toserver', end: 'flow/end' },
    others: ['seconds', 'milliseconds', 'microseconds'],
  },
  'eve-netflow': {
    line: json(
      ({ bytes, start, end, from, word }) =>
        `"timestamp":${end},"flow_id":${from},"event_type":"netflow","src_ip":"10.0.0.${from}","src_port":5000,"dest_ip":"192.0.2.80","dest_port":443,"proto":"TCP","netflow":{"bytes":${bytes},"pkts":1,"start":${start},"end":${end}},"more":"${word}"`,
      date,
    ),
    time: date,
    keys: { bytes: 'netflow/bytes', end: 'netflow/end' },
    others: ['seconds', 'milliseconds', 'microseconds'],
  },
  zeek: {
    head: `#fields\t${zeekNames.replaceAll(' ', '\t')}\n`,
    line: columns(
      '\t',
      ({ bytes, end, from, word }) =>
        `${end} C${from} 10.0.0.${from} 5000 192.0.2.80 443 tcp ${bytes} 0 SF ${word}`,
      fraction,
    ),
    time: fraction,
    keys: { bytes: 'orig_ip_bytes', end: 'ts' },
    others: ['microseconds'],
  },
  'zeek-json': {
    line: json(
      ({ bytes, end, from, word }) =>
        `"ts":${end},"uid":"C${from}","id.orig_h":"10.0.0.${from}","id.resp_h":"192.0.2.80","proto":"tcp","orig_ip_bytes":${bytes},"resp_ip_bytes":0,"conn_state":"SF","more":"${word}"`,
      fraction,
    ),
    time: fraction,
    keys: { bytes: 'orig_ip_bytes', end: 'ts' },
    others: ['microseconds'],
  },
  vpc: {
    line: columns(
      ' ',
      ({ bytes, start, end, from, word }) =>
        `2 1 eni-${word} 10.0.0.${from} 192.0.2.80 5000 443 6 1 ${bytes} ${start} ${end} ACCEPT OK`,
      (milliseconds) => `${Math.floor(milliseconds / 1000)}`,
    ),
    time: (milliseconds) => `${Math.floor(milliseconds / 1000)}`,
    keys: { bytes: 'bytes', end: 'end' },
    others: ['milliseconds', 'microseconds'],
  },
  'vpc-csv': {
    head: 'interface_id,srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,start,end,action\n',
    line: columns(
      ',',
      ({ bytes, start, end, from, word }) =>
        `eni-${word} 10.0.0.${from} 192.0.2.80 5000 443 6 1 ${bytes} ${start} ${end} ACCEPT`,
      (milliseconds) => `${Math.floor(milliseconds / 1000)}`,
    ),
    time: (milliseconds) => `${Math.floor(milliseconds / 1000)}`,
    keys: { bytes: 'bytes', end: 'end' },
    others: ['milliseconds', 'microseconds'],
  },
};

const factors = { seconds: 1e-3, milliseconds: 1, microseconds: 1e3 };

/** The ways in: a log file, and a batch. */
type Take = (content: string | Buffer, format: LogFormat, name?: string) => Promise<unknown>;
const doors: Record<string, Take> = {
  file: async (content, format) => {
    await writeFile(log, content);
    return store.ingest(await fileSource(log, { format }), { fw_instance_id: firewall });
  },
  batch: (content, format, name = 'batch') =>
    store.ingest(
      {
        name,
        identity: name,
        format,
        size: 0,
        open: () => ({ content: piecesOf(Buffer.from(content)), bytesRead: () => 0 }),
      },
      { fw_instance_id: firewall },
    ),
};

async function* piecesOf(content: Buffer) {
  for (let start = 0; start < content.byteLength; start += 1 << 20) {
    yield content.subarray(start, start + (1 << 20));
  }
}

/** Bytes that each sender sent, exactly. */
async function sent(): Promise<[string, bigint][]> {
  const { records } = await store.answer('listFlowStatistic', {
    fw_instance_id: firewall,
    log_type: 'internet',
    item: 'src_ip',
    window: { start: 0, end: 2 ** 53 },
    size: 100,
  });
  return records
    .map(({ item, request_byte }): [string, bigint] => [item, BigInt(request_byte)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

const everyFormat = logFormats.map((format) => {
  const written = formats[format.name]!;
  return { ...written, name: format.name, format, head: written.head ?? '' };
});

describe.each(Object.entries(doors))('a %s', (_, take) => {
  describe.each(everyFormat)('of $name', ({ format, head, line, time, keys, others }) => {
    const skipped = head === '' ? 0 : 1;

    it('keeps counters to the last digit up to 2^63 - 1, and rejects greater ones', async () => {
      const counters = [2n ** 53n + 1n, most, most + 1n, 10n ** 30n, '-1', '1.5e30'];
      const lines = counters.map((bytes, from) => line({ bytes, from }));
      const report = await take(`${head}${lines.join('\n')}\n`, format);
      expect(report).toMatchObject({ flows: 2, rejected: 4 });
      expect(await sent()).toEqual([
        ['10.0.0.0', 2n ** 53n + 1n],
        ['10.0.0.1', most],
      ]);
      const { rejections } = report as { rejections: { reason: string }[] };
      for (const { reason } of rejections) {
        expect(reason).toMatch(new RegExp(`^${keys.bytes} is ".*", not an? (integer|number) from`));
      }
    });

    it('rejects times in another unit, and says which one they look like', async () => {
      const lines = others.map((unit) => line({ end: whole(noon * factors[unit]) }));
      const report = await take(`${head}${line({})}\n${lines.join('\n')}\n`, format);
      expect(report).toMatchObject({ flows: 1, rejected: others.length });
      const { rejections } = report as { rejections: { reason: string }[] };
      expect(rejections.map(({ reason }) => reason)).toEqual(
        others.map((unit) =>
          expect.stringMatching(
            new RegExp(`^${keys.end} is "\\d+", not .*: it looks like one in ${unit}$`),
          ),
        ),
      );
    });

    it('counts a flow that ends before it starts when it ends', async () => {
      const start = time(noon + 3_600_000);
      expect(await take(`${head}${line({ start })}\n`, format)).toMatchObject({ flows: 1 });
      expect(await store.firewalls()).toMatchObject([{ last_time: noon }]);
    });

    it('takes what is not UTF-8 with a replacement, and the lines around', async () => {
      const text = [1, 2, 3].map((from) => line({ from, word: from === 2 ? '?' : 'x' })).join('\n');
      const bytes = Buffer.from(`${head}${text}\n`);
      bytes[bytes.indexOf('?')] = 0xff;
      expect(await take(bytes, format)).toMatchObject({ flows: 3, rejected: 0 });
    });

    it('skips a block of NUL bytes, as a crash leaves it, and rejects the line that lost its beginning', async () => {
      const hole = '\0'.repeat(4096);
      const rest = line({ from: 3 }).slice(20);
      const text = `${head}${line({ from: 1 })}\n${hole}\n${line({ from: 2 })}\n${hole}${rest}\n`;
      expect(await take(text, format)).toMatchObject({ flows: 2, rejected: 1 });
      expect((await sent()).map(([item]) => item)).toEqual(['10.0.0.1', '10.0.0.2']);
    });

    it('with a byte order mark, Windows line ends and no last one is as any other', async () => {
      const text = `\uFEFF${head}${line({ from: 1 })}\n\n${line({ from: 2 })}`;
      expect(await take(text.replaceAll('\n', '\r\n'), format)).toMatchObject({
        flows: 2,
        rejected: 0,
        skipped,
      });
    });

    it('without a line, or with nothing but blank ones, holds no flow', async () => {
      for (const [place, text] of ['', head, '\n'.repeat(1000), ' \r\n\t\n'].entries()) {
        expect(await take(text, format, `blank ${place}`)).toMatchObject({ flows: 0, rejected: 0 });
      }
    });

    it.each([17, 100])('rejects a line of %i MB, and takes the lines around', async (megabytes) => {
      const long = line({ from: 2, word: 'x'.repeat(megabytes * 1024 ** 2) });
      const text = `${head}${line({ from: 1 })}\n${long}\n${line({ from: 3 })}\n`;
      expect(await take(text, format)).toMatchObject({
        flows: 2,
        rejected: 1,
        rejections: [{ line: 2 + skipped, reason: 'longer than 16777216 bytes' }],
      });
    });
  });
});

describe('a compressed log', () => {
  const options: IngestOptions = { fw_instance_id: firewall };
  const linesOf = (name: string, count: number) => {
    const { head = '', line, time } = formats[name]!;
    const lines = Array.from({ length: count }, (_, number) =>
      line({ from: number % 250, end: time(noon + number * 1000) }),
    );
    return `${head}${lines.join('\n')}\n`;
  };

  it.each(logFormats.flatMap(({ name }) => [[name, 'gzip'] as const, [name, 'zstd'] as const]))(
    'of %s that is cut off in %s is refused, and comes once when it is whole',
    async (name, how) => {
      const text = linesOf(name, 1000);
      const packed = how === 'gzip' ? gzipSync(text) : zstdCompressSync(text);
      const format = logFormats.find((known) => known.name === name)!;
      await writeFile(log, packed.subarray(0, packed.byteLength / 2));
      const cut = fileSource(log, { format }).then((source) => store.ingest(source, options));
      await expect(cut).rejects.toMatchObject({
        code: 'SOURCE_DAMAGED',
        message: expect.stringContaining(`a.log is a ${how} file that ends too early`),
      });
      await writeFile(log, packed);
      await store.ingest(await fileSource(log), options);
      expect((await store.status()).flows).toBe(1000);
    },
  );

  it('that is a bomb of blank lines, a quarter of a gigabyte, takes time but no memory', async () => {
    const blank = gzipSync('\n'.repeat(16 * 1024 ** 2));
    const { line } = formats['lts']!;
    const parts = [gzipSync(`${line({ from: 1 })}\n`), ...Array(16).fill(blank)];
    await writeFile(log, Buffer.concat([...parts, gzipSync(`${line({ from: 2 })}\n`)]));
    const before = process.memoryUsage().rss;
    expect(await store.ingest(await fileSource(log), options)).toMatchObject({
      flows: 2,
      rejected: 0,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 ** 2);
  }, 600_000);
});

it('a log that shrinks while it is read keeps what was read, and what comes later comes once', async () => {
  const { line } = formats['lts']!;
  const lines = (from: number, to: number) =>
    Array.from(
      { length: to - from },
      (_, index) => `${line({ from: 1, bytes: BigInt(from + index) })}\n`,
    ).join('');
  await writeFile(log, lines(0, 100_000));
  let isCut: Promise<void> | undefined;
  const report = await store
    .ingest(await fileSource(log), {
      fw_instance_id: firewall,
      onProgress: () => (isCut ??= truncate(log, 1000)),
    })
    .catch((error: unknown) => error);
  await isCut;
  const { flows: kept } = await store.status();
  expect(kept).toBeGreaterThan(0);
  // The end may have been read before.
  const isTold = report instanceof StoreError && report.message.includes('was truncated');
  expect(isTold ? { flows: kept } : report).toMatchObject({ flows: kept });
  await writeFile(log, lines(0, 100_000));
  await store.ingest(await fileSource(log), { fw_instance_id: firewall });
  expect((await store.status()).flows).toBe(100_000);
});
