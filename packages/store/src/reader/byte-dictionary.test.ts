import { expect, it } from 'vitest';
import { ByteDictionary, hashOf } from './byte-dictionary.ts';

function numbersOf(dictionary: ByteDictionary, texts: readonly string[]): number[] {
  return texts.map((text) => {
    const bytes = Buffer.from(text);
    return dictionary.numberOf(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
  });
}

it('a dictionary of texts gives each distinct one a number, also when it grows', () => {
  let count = 0;
  const dictionary = new ByteDictionary(() => count++);
  const texts = Array.from({ length: 10_000 }, (_, number) => `host-${number}.example`);
  expect(numbersOf(dictionary, texts)).toEqual(texts.map((_, number) => number));
  expect(numbersOf(dictionary, texts)).toEqual(texts.map((_, number) => number));
  dictionary.clear();
  expect(numbersOf(dictionary, ['host-7.example'])).toEqual([10_000]);
});

it('texts that were chosen to have one hash in many programs do not here', () => {
  // Where a hash is 31 times the one before and the byte, "Aa" and "BB" are the same.
  const pairs = (length: number): string[] =>
    length === 0 ? [''] : pairs(length - 1).flatMap((text) => [`${text}Aa`, `${text}BB`]);
  const hashes = pairs(10).map((text) => hashOf(Buffer.from(text), 0, 20));
  expect(new Set(hashes).size).toBeGreaterThan(1000);
});
