import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedByLine, PrefixHasher } from './prefix-hash.ts';

const segmentSize = 64 * 1024;

/** The hash of some content, from its definition. */
function digestOf(content: Uint8Array): string {
  let digest = Buffer.alloc(0);
  for (let at = 0; at < content.byteLength; at += segmentSize) {
    const segment = content.subarray(at, at + segmentSize);
    digest = createHash('sha256').update(digest).update(segment).digest();
  }
  return digest.toString('hex');
}

/** Text with lines of one length. */
function contentOf(size: number, longest: number, end: string): Buffer {
  const content = Buffer.from(Array.from({ length: size }, (_, at) => (at % 95) + 32));
  for (let at = longest; at + 1 < size; at += longest) content.write(end, at);
  return content;
}

const contents = fc
  .tuple(
    fc.integer({ min: 0, max: 300_000 }),
    fc.integer({ min: 100, max: 5000 }),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([size, longest, end]) => contentOf(size, longest, end));

describe('hashes of a log', () => {
  it('depend on the content, not on the pieces in which it comes', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.nat(300_000), { maxLength: 20 }), (content, cuts) => {
        const whole = new PrefixHasher();
        const hashes = whole.update(content);
        const inPieces = new PrefixHasher();
        const places = [0, ...cuts.toSorted((one, other) => one - other), content.byteLength];
        const found = places.flatMap((place, index) =>
          inPieces.update(content.subarray(place, Math.max(place, places[index + 1] ?? place))),
        );
        expect(found).toEqual(hashes);
        expect(inPieces.hash()).toEqual({
          bytes: content.byteLength,
          digest: digestOf(content),
        });
        for (const { bytes, digest } of hashes) {
          expect(digest).toBe(digestOf(content.subarray(0, bytes)));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('go on from a hash some bytes behind as if all had been read', () => {
    fc.assert(
      fc.property(contents, fc.nat(300_000), (content, cut) => {
        const before = new PrefixHasher();
        before.update(content.subarray(0, cut));
        const base = before.base();
        expect(base.bytes === 0 || before.bytes - base.bytes >= 4096).toBe(true);
        expect(before.bytes - base.bytes).toBeLessThan(2 * segmentSize + 4096);
        const after = new PrefixHasher(base);
        after.update(content.subarray(base.bytes));
        expect(after.hash().digest).toBe(digestOf(content));
      }),
      { numRuns: 12 },
    );
  });

  it('stand at the end of each of the first lines, then at every 64 KiB', () => {
    const lines = Buffer.from(`${'x'.repeat(99)}\n`.repeat(4000));
    const places = new PrefixHasher().update(lines).map(({ bytes }) => bytes);
    const near = places.filter((place) => place < hashedByLine);
    expect(near.filter((place) => place % 100 === 99)).toHaveLength(655);
    expect(places.filter((place) => place >= hashedByLine)).toEqual(
      Array.from({ length: 6 }, (_, index) => hashedByLine + index * segmentSize),
    );
  });
});
