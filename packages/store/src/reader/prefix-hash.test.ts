import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprint, markDigest, markDistance, markedByLine } from './fingerprint.ts';

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('a fingerprint', () => {
  it(
    'has marks that depend on the content, not on the pieces in which it comes',
    () =>
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 120_000 }),
          fc.integer({ min: 100, max: 5000 }),
          fc.array(fc.nat(120_000), { maxLength: 20 }),
          fc.constantFrom('\n', '\r\n'),
          (size, longest, cuts, end) => {
            const text = Array.from({ length: size }, (_, at) => at % 95).map((at) => at + 32);
            const content = Buffer.from(text);
            for (let at = longest; at + 1 < size; at += longest) content.write(end, at);
            const whole = new Fingerprint();
            const marks = whole.update(content);
            const pieces = new Fingerprint();
            const places = [0, ...cuts.toSorted((one, other) => one - other), size];
            const inPieces = places.flatMap((place, index) =>
              pieces.update(content.subarray(place, Math.max(place, places[index + 1] ?? place))),
            );
            expect(inPieces).toEqual(marks);
            expect(pieces.digest()).toBe(sha256(content));
            for (const { place, digest } of marks) {
              expect(digest).toBe(markDigest(sha256(content.subarray(0, place))));
            }
          },
        ),
        { numRuns: 12 },
      ),
    30_000,
  );

  it('has a mark at the end of each of the first lines, then one every 16 KiB', () => {
    const lines = Buffer.from(`${'x'.repeat(99)}\n`.repeat(2000));
    const places = new Fingerprint().update(lines).map(({ place }) => place);
    const near = places.filter((place) => place < markedByLine);
    expect(near.filter((place) => place % 100 === 99)).toHaveLength(655);
    expect(places.filter((place) => place >= markedByLine)).toEqual(
      Array.from({ length: 9 }, (_, index) => markedByLine + index * markDistance),
    );
  });
});
