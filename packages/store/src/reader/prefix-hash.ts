import { createHash, type Hash } from 'node:crypto';

/** What a log is like up to a place in it. */
export interface PrefixHash {
  /** Bytes of content before the place. */
  bytes: number;
  /** Hash of those bytes, in hexadecimal digits. */
  digest: string;
}

/**
 * Bytes at the beginning of a log with a hash at the end of each line: what begins alike and differs
 * here is told apart, however short it is.
 */
export const hashedByLine = 64 * 1024;

/** Bytes of a segment, at whose end there is a hash. */
const segmentSize = 64 * 1024;

/** Bytes before a place that are read again before a log is read on from there, at least. */
const minOverlap = 4096;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The first 64 bits of a hash, in hexadecimal digits: enough for hashes on the way. */
export function shortDigest({ digest }: PrefixHash): string {
  return digest.slice(0, 16);
}

/**
 * Hashes a log as it is read: the hash at the end of a segment of 64 KiB is the SHA-256 of the hash
 * before it and the segment, and the one at a place within is the SHA-256 of the hash before the
 * segment and its bytes up to there. So it depends on the content alone, not on the pieces in which
 * that comes, and whoever knows the hash of a segment can go on from there.
 */
export class PrefixHasher {
  #base: PrefixHash;
  #hash: Hash;
  #bytes: number;
  /** The bases that are far enough behind to go on from, and that may become so. */
  #bases: PrefixHash[];

  /** @param base - a hash at the end of a segment, to go on from there */
  constructor(base: PrefixHash = { bytes: 0, digest: '' }) {
    this.#base = base;
    this.#bytes = base.bytes;
    this.#hash = createHash('sha256').update(base.digest, 'hex');
    this.#bases = [base];
  }

  /** Bytes read so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Reads on, and gives the hashes that were passed: those before a byte that was read. */
  update(bytes: Uint8Array): PrefixHash[] {
    const passed: PrefixHash[] = [];
    for (let at = 0; at < bytes.byteLength;) {
      if (this.#bytes > 0 && this.#bytes % segmentSize === 0) passed.push(this.#beginSegment());
      else if (this.#bytes < hashedByLine && isLineEnd(bytes[at]!)) passed.push(this.hash());
      const next = this.#nextHash(bytes, at);
      this.#hash.update(bytes.subarray(at, next));
      this.#bytes += next - at;
      at = next;
    }
    return passed;
  }

  /** The hash of what was read so far. */
  hash(): PrefixHash {
    const isBase = this.#bytes === this.#base.bytes;
    const digest = isBase ? this.#base.digest : this.#hash.copy().digest('hex');
    return { bytes: this.#bytes, digest };
  }

  /** A hash from which another hasher can go on, some bytes behind. */
  base(): PrefixHash {
    return (
      this.#bases.findLast(({ bytes }) => bytes + minOverlap <= this.#bytes) ?? this.#bases[0]!
    );
  }

  #beginSegment(): PrefixHash {
    if (this.#bytes === this.#base.bytes) return this.#base;
    this.#base = { bytes: this.#bytes, digest: this.#hash.digest('hex') };
    this.#bases = [...this.#bases.slice(-1), this.#base];
    this.#hash = createHash('sha256').update(this.#base.digest, 'hex');
    return this.#base;
  }

  #nextHash(bytes: Uint8Array, from: number): number {
    const left = segmentSize - (this.#bytes % segmentSize);
    const end = Math.min(bytes.byteLength, from + left);
    if (this.#bytes >= hashedByLine) return end;
    let next = from + 1;
    while (next < end && !isLineEnd(bytes[next]!)) next++;
    return next;
  }
}

function isLineEnd(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn;
}
