import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineChunks, linesAt, longestLine } from './line-chunks.ts';

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function cut(size: number, ...texts: string[]) {
  return Array.fromAsync(lineChunks('a.log', pieces(...texts), size));
}

describe('the chunks of a log', () => {
  it('hold whole lines, in order, and know the number of their first line', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'bc', '\n', '\n\n', 'def\n', '中')),
        fc.integer({ min: 1, max: 8 }),
        async (texts, size) => {
          const chunks = await cut(size, ...texts);
          const whole = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
          expect(whole).toBe(texts.join(''));
          let before = '';
          for (const { bytes, firstLine } of chunks) {
            expect(before === '' || before.endsWith('\n')).toBe(true);
            expect(firstLine).toBe(before.split('\n').length);
            before += bytes.toString();
          }
        },
      ),
    ));

  it('leave out a byte order mark', async () => {
    const [chunk] = await cut(100, '\uFEFF{}\n');
    expect(chunk?.bytes.toString()).toBe('{}\n');
  });

  it('are none for an empty log', async () => {
    expect(await cut(100)).toEqual([]);
    expect(await cut(100, '')).toEqual([]);
  });

  it.each([
    ['{"a":1}\n\n  \r\n{}\r\n{}', true],
    ['{"a":1}\n{"b":\n2}\n', false],
    ['{}\n[]\n', false],
    ['{}\n{', false],
    ['}\n', false],
  ])('know whether each of their lines looks like an object: %j', async (text, expected) => {
    for (const { holdsObjects } of await cut(1000, text)) expect(holdsObjects).toBe(expected);
  });

  it('find lines by their place among those that are not blank', async () => {
    const [chunk] = await cut(1000, 'one\n\n  \t\r\nfour\nfive\n\nseven');
    expect([...linesAt(chunk!, [1, 3, 4])]).toEqual([
      { line: 1, place: 1, text: 'one' },
      { line: 5, place: 3, text: 'five' },
      { line: 7, place: 4, text: 'seven' },
    ]);
  });

  it('end with a clear error at a line without end', async () => {
    const endless = pieces('{}\n', ...Array.from({ length: 20 }, () => 'x'.repeat(1 << 20)));
    await expect(Array.fromAsync(lineChunks('a.log', endless, 1 << 20))).rejects.toThrow(
      `a.log, line 2: longer than ${longestLine} bytes.`,
    );
  });
});
