import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoteForShell } from './quote-for-shell.ts';

const readBy = (shell: string, words: string) =>
  execFileSync(shell, ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

it('any texts are read as they are, each as one word', () => {
  const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
      const words = texts.map(quoteForShell);
      expect(readBy('bash', words.join(' '))).toEqual(texts.map((one) => one.toWellFormed()));
      expect(words.join('')).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 50 },
  );
});

it.each([
  ['192.0.2.10', '192.0.2.10'],
  ['$(reboot)', "'$(reboot)'"],
  ["it's", String.raw`'it'\''s'`],
  ['a\nb\u001b[2J', String.raw`$'a\012b\033[2J'`],
])('%j is written as %s', (text, word) => {
  expect(quoteForShell(text)).toBe(word);
});
