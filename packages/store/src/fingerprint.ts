import { createHash, type Hash } from 'node:crypto';

/** What a log is like up to a place in it. */
export interface Mark {
  /** Bytes of content before it. */
  place: number;
  /** The first 64 bits of the SHA-256 of those bytes. */
  digest: bigint;
}

/**
 * Bytes at the beginning of a log with a mark at the end of each line: what begins alike and differs
 * here is told apart, however short it is.
 */
export const markedByLine = 64 * 1024;

/** Bytes between two marks after that. */
export const markDistance = 16 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The SHA-256 of a log's content, as far as it was read, with marks on the way. Where the marks
 * are, and what they say, depends on the content alone, not on the pieces in which it comes.
 */
export class Fingerprint {
  readonly #hash: Hash;
  #place: number;

  constructor(hash = createHash('sha256'), place = 0) {
    this.#hash = hash;
    this.#place = place;
  }

  /** Bytes read so far. */
  get place(): number {
    return this.#place;
  }

  /** Reads on, and gives the marks that were passed. A mark stands before a byte that was read. */
  update(bytes: Uint8Array): Mark[] {
    const marks: Mark[] = [];
    for (let at = 0; at < bytes.byteLength;) {
      if (this.#isMarkBefore(bytes[at]!)) marks.push(this.mark());
      const next = this.#nextMark(bytes, at);
      this.#hash.update(bytes.subarray(at, next));
      this.#place += next - at;
      at = next;
    }
    return marks;
  }

  /** SHA-256 of what was read so far, in hexadecimal digits. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** What was read so far, as a mark. */
  mark(): Mark {
    return { place: this.#place, digest: markDigest(this.digest()) };
  }

  /** Another one, which goes on from the same place. */
  copy(): Fingerprint {
    return new Fingerprint(this.#hash.copy(), this.#place);
  }

  #isMarkBefore(byte: number): boolean {
    if (this.#place > 0 && this.#place % markDistance === 0) return true;
    return this.#place < markedByLine && isLineEnd(byte);
  }

  #nextMark(bytes: Uint8Array, from: number): number {
    const distance = markDistance - (this.#place % markDistance);
    const end = Math.min(bytes.byteLength, from + distance);
    if (this.#place >= markedByLine) return end;
    let next = from + 1;
    while (next < end && !isLineEnd(bytes[next]!)) next++;
    return next;
  }
}

/** The digest of a mark, of a SHA-256 in hexadecimal digits. */
export function markDigest(sha256: string): bigint {
  return BigInt(`0x${sha256.slice(0, 16)}`);
}

function isLineEnd(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn;
}
