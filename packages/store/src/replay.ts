import { Spool } from './spool.ts';

/**
 * Content that comes once, and can be opened from its beginning, or any place, until it is released.
 * Until then all of it is kept that was read.
 */
export class Replay {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #spool: Spool;
  #isReleased = false;
  #isEnded = false;
  /** Why there is no more. */
  #failure: { error: unknown } | undefined;

  /** @param folder - where the file is of what has no room in memory */
  constructor(content: AsyncIterable<Uint8Array>, folder: string) {
    this.#pieces = content[Symbol.asyncIterator]();
    this.#spool = new Spool(folder);
  }

  /** @param from - bytes to leave out */
  async *open(from: number): AsyncGenerator<Uint8Array> {
    for (let at = from; ;) {
      if (at < this.#spool.length) {
        const piece = await this.#spool.read(at);
        at += piece.byteLength;
        yield piece;
      } else if (this.#isReleased) {
        await this.#spool.close();
        yield* this.#rest();
        return;
      } else {
        const piece = await this.#next();
        if (piece === undefined) return;
        await this.#spool.append(piece);
      }
    }
  }

  /** What is read from now on is not kept: what is open, or opened next, is read to its end. */
  release(): void {
    this.#isReleased = true;
  }

  /** Forgets what was kept. */
  close(): Promise<void> {
    return this.#spool.close();
  }

  async *#rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = await this.#next();
      if (piece === undefined) return;
      yield piece;
    }
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isEnded) return undefined;
    try {
      const { done, value } = await this.#pieces.next();
      if (!done) return value;
      this.#isEnded = true;
      return undefined;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}
