import type { Unwrapper } from './unwrapper.ts';

const [lineFeed, carriageReturn, space] = [0x0a, 0x0d, 0x20];
const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** An object or a list that is open. */
interface Container {
  readonly isList: boolean;
  /** How many keys of the path lead here; -1 where it leads elsewhere. */
  readonly matched: number;
}

/** Bytes that are kept of a text: more than a key of the path has. */
const maxKey = 256;

/** Containers that are kept track of within each other; documents have few until the path ends. */
const maxDepth = 64;

/**
 * Gives each object of JSON documents as a line, however they are written: over many lines, run
 * together, or in a list. Nothing is kept but where in a document the bytes are.
 */
export class JsonDocuments implements Unwrapper {
  readonly #path: readonly string[];
  readonly #open: Container[] = [];
  /** How deep in the value that is given out, whose own braces are the first. */
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** The last text, while it may be a key. */
  #text: number[] = [];
  #key: string | undefined;
  #last = lineFeed;

  /** @param path - keys within each other that lead to the list */
  constructor(path: readonly string[]) {
    this.#path = path;
  }

  unwrap(bytes: Uint8Array): Uint8Array {
    const out = Buffer.allocUnsafe(2 * bytes.byteLength);
    let length = 0;
    for (const byte of bytes) {
      if (
        byte === openBrace &&
        this.#last === lineFeed &&
        this.#depth > 0 &&
        this.#path.length === 0
      ) {
        // Only a value begins a line so: what came before was cut.
        out[length++] = lineFeed;
        this.#reset();
      }
      const wasInside = this.#depth > 0;
      this.#take(byte);
      this.#last = byte;
      if (this.#depth > 0 || wasInside) {
        out[length++] = byte === lineFeed || byte === carriageReturn ? space : byte;
        if (this.#depth === 0) out[length++] = lineFeed;
      }
    }
    return out.subarray(0, length);
  }

  end(): Uint8Array {
    // An object that is cut may go on when the log grows: its line has no end.
    return Buffer.alloc(0);
  }

  #reset(): void {
    this.#depth = 0;
    this.#isInText = false;
    this.#isEscaped = false;
    if (this.#path.length === 0) this.#open.length = 0;
  }

  #take(byte: number): void {
    if (this.#isInText) this.#takeOfText(byte);
    else if (this.#depth > 0) this.#takeInside(byte);
    else this.#takeOutside(byte);
  }

  #takeOfText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#isInText = false;
    else if (byte === lineFeed) this.#reset();
    if (this.#isInText && this.#depth === 0 && this.#text.length < maxKey) this.#text.push(byte);
  }

  #takeInside(byte: number): void {
    if (byte === quote) this.#isInText = true;
    else if (byte === openBrace || byte === openBracket) this.#depth++;
    else if (byte === closeBrace || byte === closeBracket) this.#depth--;
  }

  #takeOutside(byte: number): void {
    switch (byte) {
      case quote:
        this.#isInText = true;
        this.#text = [];
        return;
      case colon:
        this.#key = Buffer.from(this.#text).toString('utf8');
        return;
      case openBrace:
      case openBracket:
        this.#enter(byte === openBracket);
        return;
      case closeBrace:
      case closeBracket:
        this.#open.pop();
        this.#key = undefined;
        return;
      case comma:
        this.#key = undefined;
    }
  }

  #enter(isList: boolean): void {
    const isEnd = this.#isInTheList;
    if (isEnd && !isList) {
      this.#depth = 1;
      return;
    }
    if (this.#open.length >= maxDepth) return;
    this.#open.push({ isList, matched: isEnd ? this.#path.length : this.#matched() });
    this.#key = undefined;
  }

  /** Whether values here are those that are looked for. */
  get #isInTheList(): boolean {
    const container = this.#open.at(-1);
    if (container === undefined) return this.#path.length === 0;
    return container.isList && container.matched === this.#path.length;
  }

  #matched(): number {
    const container = this.#open.at(-1);
    if (container === undefined) return 0;
    const { isList, matched } = container;
    if (isList || matched < 0 || matched >= this.#path.length) return -1;
    return this.#key === this.#path[matched] ? matched + 1 : -1;
  }
}
