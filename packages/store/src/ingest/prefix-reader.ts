import { type PrefixHash, PrefixHasher } from '../reader/prefix-hash.ts';
import type { FlowSource } from '../source.ts';

/** Reads a log from its beginning, to find out whether it is known. */
export class PrefixReader {
  readonly hasher = new PrefixHasher();
  /** Whether all of it was read. */
  ended = false;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = Buffer.alloc(0);

  constructor(source: FlowSource, signal?: AbortSignal) {
    this.#pieces = source.open(0, signal).content[Symbol.asyncIterator]();
  }

  /** Reads on up to a place, or to the end, and gives the hashes that were passed. */
  async readTo(place: number): Promise<PrefixHash[]> {
    const hashes: PrefixHash[] = [];
    while (this.hasher.bytes < place && !this.ended) {
      if (this.#rest.byteLength === 0) await this.#readPiece();
      const bytes = this.#rest.subarray(0, place - this.hasher.bytes);
      for (const hash of this.hasher.update(bytes)) hashes.push(hash);
      this.#rest = this.#rest.subarray(bytes.byteLength);
    }
    return hashes;
  }

  /** Whether nothing but blank lines is left, as far as a few of them go. */
  async isBlankFromHere(): Promise<boolean> {
    let seen = 0;
    while (!this.ended && seen < 4096) {
      if (this.#rest.some((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0x20)) return false;
      seen += this.#rest.byteLength;
      await this.#readPiece();
    }
    return this.ended;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #readPiece(): Promise<void> {
    const { done, value } = await this.#pieces.next();
    this.ended = done === true;
    this.#rest = done === true ? Buffer.alloc(0) : (value as Uint8Array);
  }
}
