import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '../flow.ts';
import type { LogFormat } from '../format.ts';
import { ltsTrafficLog } from '../formats/lts.ts';
import { vpcFlowLog } from '../formats/vpc.ts';
import { zeekConn, zeekConnJson } from '../formats/zeek.ts';
import { parseInternalNetworks } from '../internal-networks.ts';
import { readLog } from '../read-log.ts';
import { flowRecords } from '../testing/arbitraries.ts';
import { cpuTime } from '../testing/cpu-time.ts';
import { flowsIn } from '../testing/flows-in.ts';
import { type FormatLog, formatLogs } from '../testing/format-logs.ts';
import { ltsLine } from '../testing/lts-line.ts';
import { columnsOver, sizeOfColumns } from './flow-columns.ts';
import { FlowReader } from './flow-reader.ts';
import { readPairs } from './layout.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** What the reader makes of lines, in blocks of some flows. */
function read(format: LogFormat, lines: readonly string[], capacity = 1000) {
  const arrays = () => columnsOver(new ArrayBuffer(sizeOfColumns(capacity)), capacity);
  const rejections: { line: number; reason: string }[] = [];
  const reader = new FlowReader(
    format,
    {
      firewall,
      internalNetworks: parseInternalNetworks(),
      onRejected: (line, reason) => rejections.push({ line, reason }) > 0,
    },
    arrays(),
    capacity,
  );
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const flows: FlowRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    at = reader.read(bytes, at, bytes.length);
    if (!reader.isFull) break;
    flows.push(...flowsIn(reader.flows()));
    reader.begin(arrays());
  }
  flows.push(...flowsIn(reader.flows({ isEnd: true })));
  return { flows, rejections, skipped: reader.skipped };
}

/** Whether the reader and the line parser make the same of a log. */
function expectSame(format: LogFormat, lines: readonly string[], capacity?: number): void {
  const found = read(format, lines, capacity);
  const { flows, ...rest } = readLog(format, lines, { firewall });
  expect({ rejections: found.rejections, skipped: found.skipped }).toEqual(rest);
  const sorted = (records: readonly FlowRecord[]) =>
    records.map((record) => Object.entries(record).sort().map(String).join().toWellFormed()).sort();
  expect(sorted(found.flows)).toEqual(sorted(flows));
}

const moving: LogFormat['fields'] = {
  src_ip: 'from',
  dst_ip: 'to',
  protocol: { constant: 'TCP' },
  to_s_bytes: 'bytes',
  to_c_bytes: { constant: '0' },
};
const movedTimes = ['0:00:30', '30.5', '', 'soon'].flatMap((length) =>
  ['2026-11-27 10:00:00', '1795773630000', '1795773630', 'now', ''].map((end) => ({
    from: '10.0.0.1',
    to: '192.0.2.1',
    bytes: 7,
    end,
    length,
  })),
);

it.each<[string, LogFormat['fields']]>([
  [
    'a date and a time without a zone',
    {
      start_time: { key: 'end', as: 'datetime', minus: 'length', timeZone: 'Asia/Shanghai' },
      end_time: { key: 'end', as: 'datetime', timeZone: 'Asia/Shanghai' },
    },
  ],
  [
    'seconds',
    {
      start_time: { key: 'end', as: 'seconds', minus: 'length' },
      end_time: { key: 'end', as: 'seconds', plus: 'length' },
    },
  ],
  [
    'milliseconds',
    { start_time: { key: 'end', minus: 'length' }, end_time: { key: 'end', plus: 'length' } },
  ],
])('the reader moves %s by a length of time as the line parser does', (_what, times) => {
  const fields = { ...moving, ...times };
  const mark = { says: '' };
  const asJson = { name: 'a', title: 'a', layout: { kind: 'json' }, mark, fields } as const;
  const lines = movedTimes.map((line) => JSON.stringify(line));
  expectSame(asJson, lines);
  expect(read(asJson, lines).flows.length).toBeGreaterThan(1);
  const columns = ['from', 'to', 'bytes', 'end', 'length'];
  const layout = { kind: 'columns', separator: ';', unset: [], header: columns, columns } as const;
  const rows = movedTimes.map((line) => Object.values(line).join(';'));
  expectSame({ ...asJson, layout }, rows);
  expectSame({ ...asJson, layout: { ...layout, quoted: true, mayHaveMore: true } }, rows);
  const pattern = /^(?<from>[^;]*);(?<to>[^;]*);(?<bytes>\d+);(?<end>[^;]*);(?<length>[^;]*)$/;
  const asText = { ...asJson, layout: { kind: 'text', patterns: [pattern] } } as const;
  expectSame(asText, [...rows, '', 'else']);
  expectSame({ ...asText, onlyLines: /^10/ }, [...rows, '', 'else', '10'], 2);
});

it('the reader takes a key for two fields as the line parser does, whatever they are', () => {
  const fields: LogFormat['fields'] = {
    ...ltsTrafficLog.fields,
    app: { key: 'dst_port', words: { 443: 'HTTPS', 80: 'HTTP' } },
    dst_host: { key: ['dst_host', 'dst_ip'] },
  };
  const lines = ['443', '80', '22', '443'].flatMap((dst_port, at) =>
    [{}, { dst_host: 'a.example' }].map((named) =>
      JSON.stringify({
        log_type: 'internet',
        direction: 'in2out',
        src_ip: '10.0.0.1',
        dst_ip: `192.0.2.${at}`,
        protocol: 'TCP',
        dst_port,
        to_s_bytes: 1,
        to_c_bytes: 1,
        end_time: 1_700_000_000_000,
        ...named,
      }),
    ),
  );
  expectSame({ ...ltsTrafficLog, fields }, lines);
  const reversed = Object.fromEntries(Object.entries(fields).reverse()) as typeof fields;
  expectSame({ ...ltsTrafficLog, fields: reversed }, lines);
  expect(read({ ...ltsTrafficLog, fields }, lines).flows.map(({ app }) => app)).toContain('HTTP');
});

/** Something that is done to a line. */
const mutations = fc.oneof(
  // A byte, or a few, that stand elsewhere, or nowhere.
  // NULs before a line, which are none of it.
  fc.record({
    at: fc.constant(0),
    cut: fc.constant(0),
    put: fc.constantFrom('\0', '\0'.repeat(9)),
  }),
  fc.record({ at: fc.nat(), cut: fc.nat(12), put: fc.constantFrom('', '"', '\\', ',', '{', '}') }),
  fc.record({
    at: fc.nat(),
    cut: fc.nat(3),
    put: fc.constantFrom(
      '\\u0041',
      '\\ud83d',
      '\\/',
      '\\x',
      '\u0000',
      '\u0001',
      '\u007f',
      'é',
      '😀',
      ' ',
      '\t',
      '\r',
      '0',
      '-0',
      '1e3',
      '1.0',
      '007',
      'null',
      'true',
      '[1]',
      '{"a":[{}]}',
      '"src_ip":"10.0.0.9",',
      '"dst_port":1,',
      '"":0,',
      '9223372036854775807',
      '9223372036854775808',
    ),
  }),
);

function mutated({ format, lines }: FormatLog, changes: readonly [line: number, Mutation][]) {
  const changed = [...lines];
  for (const [line, { at, cut, put }] of changes) {
    if (changed.length === 0) break;
    const text = changed[line % changed.length]!;
    const place = at % (text.length + 1);
    const spoiled = text.slice(0, place) + put + text.slice(place + cut);
    // Half a character can't stand in a file.
    changed[line % changed.length] = spoiled.toWellFormed();
  }
  return { format, lines: changed };
}
type Mutation = { at: number; cut: number; put: string };

it('a set in JSON is one whether it is a text or a list', () => {
  const line = (service: unknown) =>
    JSON.stringify({
      ts: 1_700_000_000,
      uid: 'C1',
      'id.orig_h': '10.0.0.1',
      'id.resp_h': '192.0.2.1',
      proto: 'tcp',
      service,
      conn_state: 'SF',
    });
  const lines = ['ssl,http', ['ssl', 'http'], 'http,ssl'].map(line);
  expectSame(zeekConnJson, lines);
  expect(new Set(read(zeekConnJson, lines).flows.map(({ app }) => app))).toEqual(
    new Set(['HTTP,SSL']),
  );
});

it('a long line of pairs without a pair is rejected at once', () => {
  const begin = cpuTime();
  expect(readPairs('a'.repeat(1_000_000))).toEqual({ reason: 'not key=value' });
  expect(cpuTime() - begin).toBeLessThan(5000);
});

describe('the reader', () => {
  it('makes the same of logs as the line parser, in every format', () => {
    fc.assert(
      fc.property(formatLogs, ({ format, lines }) => expectSame(format, lines)),
      { numRuns: 300 },
    );
  });

  it('makes the same of lines that were spoiled anywhere', () => {
    fc.assert(
      fc.property(
        formatLogs,
        fc.array(fc.tuple(fc.nat(40), mutations), { minLength: 1, maxLength: 30 }),
        (log, changes) => {
          const { format, lines } = mutated(log, changes);
          expectSame(format, lines);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('makes the same of LTS lines with their keys in any order, some twice, with others between', () => {
    const lines = fc.array(
      fc.tuple(
        flowRecords,
        fc.array(
          fc.tuple(
            fc.constantFrom('hit_time', 'src_vpc', 'x', 'flow', 'src_ip', 'a"b'),
            fc.jsonValue({ maxDepth: 3 }),
          ),
          { maxLength: 4 },
        ),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, (records) => {
        expectSame(
          ltsTrafficLog,
          records.map(([flow, others, order]) => {
            const pairs = [...Object.entries(JSON.parse(ltsLine(flow)) as object), ...others];
            const written = pairs
              .map(([key, value]): [number, string] => [
                order.next().value as number,
                `${JSON.stringify(key)}:${JSON.stringify(value)}`,
              ])
              .sort(([one], [other]) => one - other);
            return `{${written.map(([, pair]) => pair).join(', ')}}`;
          }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('makes the same of a log wherever a block ends', () => {
    fc.assert(
      fc.property(formatLogs, fc.integer({ min: 1, max: 9 }), ({ format, lines }, capacity) => {
        fc.pre(format.unidirectional === undefined);
        expectSame(format, lines, capacity);
      }),
      { numRuns: 200 },
    );
  });

  it('puts the ways of a conversation together as long as half a block is not between them', () => {
    const line = (number: number, isAnswer: boolean) => {
      const [client, server] = [`10.0.0.1 192.0.2.1 ${20_000 + number} 443`, '192.0.2.1 10.0.0.1'];
      const ends = isAnswer ? `${server} 443 ${20_000 + number}` : client;
      return `2 1 eni ${ends} 6 1 10 1700000000 1700000060 ACCEPT OK`;
    };
    const numbers = Array.from({ length: 1000 }, (_, number) => number);
    const distance = 40;
    const lines = numbers.flatMap((number) => [
      line(number, false),
      ...(number >= distance ? [line(number - distance, true)] : []),
    ]);
    const { flows } = read(vpcFlowLog, lines, 100);
    expect(flows).toHaveLength(1000);
    expect(flows.filter(({ to_c_bytes }) => to_c_bytes === 10n)).toHaveLength(1000 - distance);
  });

  it('reads texts of a megabyte, Windows line ends and blank lines', () => {
    const [flow] = fc.sample(flowRecords, { numRuns: 1, seed: 3 });
    const lines = [
      ltsLine({ ...flow!, dst_host: 'h'.repeat(1_000_000) }),
      '',
      ' \t\r',
      `${ltsLine(flow!)}\r`,
      ` ${ltsLine(flow!)}`,
    ];
    expectSame(ltsTrafficLog, lines);
    expect(read(ltsTrafficLog, lines).flows).toHaveLength(3);
  });

  it('takes each number as it is written, and no other spelling of it', () => {
    const [flow] = fc.sample(flowRecords, { numRuns: 1, seed: 3 });
    const written = (number: string) =>
      ltsLine({ ...flow!, to_s_bytes: 7n }).replace(/"to_s_bytes":"?7"?/, `"to_s_bytes":${number}`);
    const spellings = ['1e3', '-0', '1.0', '01', '"1e3"', '"007"', '"+7"'];
    const { flows, rejections } = read(ltsTrafficLog, ['7', '"7"', ...spellings].map(written));
    expect(flows.map(({ to_s_bytes }) => to_s_bytes)).toEqual([7n, 7n]);
    expect(rejections).toHaveLength(spellings.length);
  });

  it('refuses a log whose columns change on the way', () => {
    const header = (names: string) => `#fields\t${names.replaceAll(' ', '\t')}`;
    const names = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto conn_state';
    const line = '1700000000.5 C1 10.0.0.1 5000 192.0.2.1 443 tcp SF'.replaceAll(' ', '\t');
    expect(() => read(zeekConn, [header(names), line, header(`${names} more`), line])).toThrow(
      /other columns further on/,
    );
  });

  it('counts rejected lines alike, whether or not somebody wants their reasons', () => {
    fc.assert(
      fc.property(formatLogs, ({ format, lines }) => {
        const columns = columnsOver(new ArrayBuffer(sizeOfColumns(1000)), 1000);
        const options = { firewall, onRejected: () => false };
        const reader = new FlowReader(format, options, columns, 1000);
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        reader.read(bytes, 0, bytes.length);
        const { rejections, skipped } = readLog(format, lines, { firewall });
        expect([reader.rejected, reader.skipped]).toEqual([rejections.length, skipped]);
      }),
      { numRuns: 200 },
    );
  });
});
