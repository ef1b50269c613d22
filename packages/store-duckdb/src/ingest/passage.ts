import { Fingerprint, type FlowSource, type Mark } from '@cfw-flow/store';
import { tailAfter } from './log-place.ts';

/** A log that is read from its beginning, to find out whether it is known. */
export class Passage {
  readonly fingerprint = new Fingerprint();
  /** The last bytes that were read. */
  tail: Buffer = Buffer.alloc(0);
  /** Whether all of it was read. */
  ended = false;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = Buffer.alloc(0);

  constructor(source: FlowSource) {
    this.#pieces = source.open().content[Symbol.asyncIterator]();
  }

  /** Reads on up to a place, or to the end, and gives the marks that were passed. */
  async readTo(place: number): Promise<Mark[]> {
    const marks: Mark[] = [];
    while (this.fingerprint.place < place && !this.ended) {
      if (this.#rest.byteLength === 0) await this.#readPiece();
      const bytes = this.#rest.subarray(0, place - this.fingerprint.place);
      for (const mark of this.fingerprint.update(bytes)) marks.push(mark);
      this.tail = tailAfter(this.tail, bytes);
      this.#rest = this.#rest.subarray(bytes.byteLength);
    }
    return marks;
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
