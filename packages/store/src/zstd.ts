import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';

/**
 * Decompresses zstd, all its frames: Node ends after the first one, and files that were put together,
 * or written on several threads, have more.
 */
export async function* decompressZstd(file: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const input = new Rewindable(file[Symbol.asyncIterator]());
  while (await input.hasMore()) {
    const frame = createZstdDecompress({ chunkSize: 1 << 20 });
    // Iterating tells of a failure; the callback only says that nobody else has to hear of it.
    yield* pipeline(Readable.from(input.pieces()), frame, () => {});
    await input.rewindTo(frame.bytesWritten);
  }
}

/** Pieces of a file, of which those that were given out too far are given out again. */
class Rewindable {
  readonly #input: AsyncIterator<Buffer>;
  /** What was given out, or is to be given out next, the oldest first. */
  #given: Buffer[] = [];
  #next: Buffer[] = [];
  #coming: Promise<unknown> = Promise.resolve();

  constructor(input: AsyncIterator<Buffer>) {
    this.#input = input;
  }

  async *pieces(): AsyncGenerator<Buffer> {
    while (await this.hasMore()) {
      const piece = this.#next.shift()!;
      this.#given.push(piece);
      yield piece;
    }
  }

  async hasMore(): Promise<boolean> {
    if (this.#next.length > 0) return true;
    const coming = this.#input.next();
    this.#coming = coming.catch(() => undefined);
    const { done, value } = await coming;
    if (done) return false;
    this.#next.push(value);
    return true;
  }

  /** Goes on after so many bytes of what was given out since the last time. */
  async rewindTo(bytes: number): Promise<void> {
    await this.#coming;
    // A piece that has just come is put in its place first.
    await new Promise((resolve) => setImmediate(resolve));
    const all = [...this.#given, ...this.#next];
    this.#given = [];
    this.#next = [];
    let before = 0;
    for (const piece of all) {
      const from = Math.min(Math.max(bytes - before, 0), piece.byteLength);
      if (from < piece.byteLength) this.#next.push(piece.subarray(from));
      before += piece.byteLength;
    }
  }
}
