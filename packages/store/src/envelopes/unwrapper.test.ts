import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from './envelope.ts';
import { knownEnvelopes } from './known-envelopes.ts';
import { unwrapped } from './unwrapper.ts';

const key = (name: string): Envelope => ({ kind: 'key', title: name, key: name });
const documents = (list?: string): Envelope => ({
  kind: 'documents',
  title: 'documents',
  ...(list !== undefined && { list }),
});
const column: Envelope = { kind: 'column', title: 'CSV', column: '@message' };
const prefixOf = (title: string) => knownEnvelopes.find((one) => one.title.startsWith(title))!;

/** The lines inside, of a content that comes in pieces of some sizes. */
async function linesIn(text: string, envelopes: readonly Envelope[], sizes = [text.length + 1]) {
  const bytes = Buffer.from(text);
  const pieces = async function* () {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length]!;
      yield bytes.subarray(at, at + size);
      at += size;
    }
  };
  const found: Uint8Array[] = [];
  for await (const piece of unwrapped(pieces(), envelopes)) found.push(piece);
  const inside = Buffer.concat(found).toString('utf8');
  return inside === '' ? [] : inside.replace(/\n$/, '').split('\n');
}

describe('a line under a key', () => {
  it('is taken out, and what has none stays as it is', async () => {
    const text = '{"message":"a\\"b\\n"}\n{"message":"cut\n\n{"other":1}\n{"message":{"n":1e3}}';
    expect(await linesIn(text, [key('message')])).toEqual([
      'a"b',
      '{"message":"cut',
      '',
      '{"other":1}',
      '{"n":"1e3"}',
    ]);
  });

  it('lies in objects within each other', async () => {
    const text = '{"event":{"original":"a"},"message":"b"}\n{"event":"original"}\n';
    expect(await linesIn(text, [key('event/original')])).toEqual(['a', '{"event":"original"}']);
  });

  it('of 40 MB without an end passes through', async () => {
    const long = 'x'.repeat(40 * 1024 * 1024);
    const text = `{"message":"a"}\n${long}\n{"message":"b"}\n`;
    expect(await linesIn(text, [key('message')], [1 << 20])).toEqual(['a', long, 'b']);
  });
});

describe('a prefix', () => {
  it.each([
    ['syslog (RFC 3164)', '<134>Nov 27 10:00:00 sensor suricata[812]: '],
    ['syslog (RFC 3164)', 'Nov  7 10:00:00 sensor suricata: @cee: '],
    ['syslog (RFC 3164)', '<37>Nov 27 10:00:00 suricata[1]: '],
    ['syslog (RFC 5424)', '<134>1 2026-11-27T10:00:00.003Z sensor suricata 812 - - \uFEFF'],
    ['syslog (RFC 5424)', '<134>1 2026-11-27T10:00:00Z sensor app - ID47 [a@1 b="c"][d@2] '],
    ['syslog with ISO', '2026-11-27T10:00:00.003+01:00 sensor suricata[812]: '],
    ['the log of a Kubernetes', '2026-11-27T10:00:00.000000003Z stdout F '],
    ['lines of Fluentd', '2026-11-27T10:00:00+00:00\tsuricata.eve\t'],
    ['lines of `aws logs tail`', '2026-11-27T10:00:00.003000+00:00 eni-0a1-all '],
    ['lines with a time', '2026-11-27T10:00:00.003Z '],
    ['lines with @cee:', '@cee:'],
  ])('of %s is cut off: %s', async (title, prefix) => {
    for (const line of ['{"a":"b: c"}', '2 1 eni-1 10.0.0.1']) {
      expect(await linesIn(`${prefix}${line}\n`, [prefixOf(title)])).toEqual([line]);
    }
  });

  it('is cut off nothing that lacks it', async () => {
    const text = '2 1 eni-1 10.0.0.1\n{"a": 1}\n# 2026';
    for (const envelope of knownEnvelopes.filter(({ kind }) => kind === 'prefix')) {
      expect(await linesIn(text, [envelope])).toEqual(text.split('\n'));
    }
  });
});

describe('JSON documents', () => {
  it('give each object as a line, indented, run together or in a list', async () => {
    const objects = [{ a: '}{"\n' }, { b: [{ c: 1 }, []] }];
    const lines = objects.map((one) => JSON.stringify(one));
    for (const text of [
      lines.join(''),
      `\uFEFF${lines.join('\r\n')}`,
      JSON.stringify(objects),
      `[${lines.join(',\n')}]`,
    ]) {
      expect(await linesIn(text, [documents()])).toEqual(lines);
    }
    const indented = await linesIn(JSON.stringify(objects, null, 2), [documents()]);
    expect(indented.map((line) => JSON.parse(line) as unknown)).toEqual(objects);
  });

  it('give the objects of one list and no others', async () => {
    const document = {
      count: 2,
      first: { logs: [{ no: 1 }] },
      logs: [{ content: 'a' }, { content: 'b' }],
      others: [{ no: 2 }],
    };
    const text = JSON.stringify(document, null, 1).repeat(2);
    const lines = await linesIn(text, [documents('logs'), key('content')]);
    expect(lines).toEqual(['a', 'b', 'a', 'b']);
    expect(await linesIn(text, [documents('first/logs'), key('no')])).toHaveLength(2);
  });

  it('go on behind an object that was cut', async () => {
    const cut = '{"a":"b\n{"c":1}\n{"d":{\n{"e":1}\n';
    expect(await linesIn(cut, [documents()])).toEqual([
      '{"a":"b ',
      '{"c":1}',
      '{"d":{ ',
      '{"e":1}',
    ]);
    const list = '{"logs":[{"a":"b\n{"c":1}]}';
    expect((await linesIn(list, [documents('logs')])).at(-1)).toBe('{"c":1}');
  });
});

it('a column of CSV gives its values, however they are quoted', async () => {
  const text = '\uFEFF@timestamp,@message\r\n1,"a ""b"", c"\r\n2,plain\n3,"two\nlines"\n4\n';
  expect(await linesIn(text, [column])).toEqual(['a "b", c', 'plain', 'two', 'lines', '4']);
});

it('a quote in CSV that nobody closes costs its own row, and no other', async () => {
  const rows = Array.from({ length: 300 }, (_, row) => `${row},line ${row}\n`);
  for (const at of [0, 150, 299]) {
    const spoiled = rows.with(at, `${at},"cut ${at}\n`);
    const lines = await linesIn(`@timestamp,@message\n${spoiled.join('')}`, [column], [1 << 10]);
    expect(lines).toEqual(rows.map((_, row) => (row === at ? `${at},"cut ${at}` : `line ${row}`)));
  }
});

it('lines are the same whatever pieces they come in', async () => {
  const texts: [string, Envelope[]][] = [
    ['{"message":"ä"}\n{"message":"b\\nc"}\nx', [key('message')]],
    ['[{"logs":"ü"},\n{"logs":[1]}]', [documents()]],
    ['{"logs":[{"content":"{\\"a\\":1}"}]}', [documents('logs'), key('content')]],
    ['a,@message\n1,"ö, ""p"""\n', [column]],
    ['<1>Nov 27 10:00:00 h t: ß\n', [prefixOf('syslog (RFC 3164)')]],
  ];
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), sizes, async ([text, envelopes], given) => {
      expect(await linesIn(text, envelopes, given)).toEqual(await linesIn(text, envelopes));
    }),
  );
});
