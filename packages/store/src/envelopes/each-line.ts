import type { Unwrapper } from './unwrapper.ts';

const lineFeed = 0x0a;

/** Bytes of a line that are kept until its end comes; a longer one stays as it is. */
const maxLine = 32 * 1024 * 1024;

/** Takes a line out of each line. */
export class EachLine implements Unwrapper {
  readonly #unwrapLine: (line: Buffer) => Uint8Array | undefined;
  #rest: Buffer = Buffer.alloc(0);
  /** Whether the line under way is too long to be kept. */
  #isLong = false;

  /** @param unwrapLine - gives the line inside; nothing of a line that has none, which stays as it is */
  constructor(unwrapLine: (line: Buffer) => Uint8Array | undefined) {
    this.#unwrapLine = unwrapLine;
  }

  unwrap(piece: Uint8Array): Uint8Array {
    const found: Uint8Array[] = [];
    const bytes = this.#rest.length === 0 ? asBuffer(piece) : Buffer.concat([this.#rest, piece]);
    let at = 0;
    for (let feed = bytes.indexOf(lineFeed); feed >= 0; feed = bytes.indexOf(lineFeed, at)) {
      const line = bytes.subarray(at, feed);
      found.push(this.#isLong ? line : this.#lineIn(line), lineEnd);
      this.#isLong = false;
      at = feed + 1;
    }
    const rest = bytes.subarray(at);
    this.#isLong ||= rest.length > maxLine;
    if (this.#isLong) found.push(rest);
    this.#rest = this.#isLong ? Buffer.alloc(0) : Buffer.from(rest);
    return Buffer.concat(found);
  }

  end(): Uint8Array {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? rest : this.#lineIn(rest);
  }

  #lineIn(line: Buffer): Uint8Array {
    return this.#unwrapLine(line) ?? line;
  }
}

const lineEnd = Buffer.from('\n');

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
