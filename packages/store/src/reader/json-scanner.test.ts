import { expect, it } from 'vitest';
import { JsonScanner } from './json-scanner.ts';

const megabyte = 1024 * 1024;

/** What lines leave behind, in bytes. */
function leftBy(lines: Iterable<string>): number {
  const scanner = new JsonScanner([{ key: 'a', kind: 'text' }]);
  const bytes = Buffer.alloc(3 * megabyte);
  const before = process.memoryUsage().arrayBuffers;
  for (const line of lines) {
    bytes.write(`${line}\n`);
    scanner.scanLine(bytes, 0);
  }
  return process.memoryUsage().arrayBuffers - before;
}

it('a scanner of objects remembers no key that is long, and few of those that are short', () => {
  const count = (many: number) => Array.from({ length: many }, (_, number) => number);
  const long = 'k'.repeat(2 * megabyte);
  expect(leftBy(count(40).map((number) => `{"${number}${long}":1,"a":"b"}`))).toBeLessThan(
    megabyte,
  );
  const ids = count(500).map((line) => `{${count(100).map((key) => `"id-${line}-${key}":1`)}}`);
  expect(leftBy(ids)).toBeLessThan(megabyte);
});
