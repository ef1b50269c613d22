import { ByteDictionary, hashByte, hashOf, noHash } from './byte-dictionary.ts';
import { Found, type LineScanner, maxDigits, Scan, type WantedKey } from './scan.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Keys of an object that are remembered; further ones are found to be unknown each time. */
const maxKeys = 512;

/** Objects and lists in each other; deeper ones are left to the line parser. */
const maxDepth = 32;

/** A key of an object. */
class KeyNode {
  /** The key in its quotes. */
  readonly written: Uint8Array;
  /** Place of its value among those that are wanted, or -1. */
  slot = -1;
  isText = false;
  /** The keys inside, where some of them are wanted. */
  inside: ObjectKeys | undefined;
  /** The key that followed last time. */
  next: KeyNode | undefined;
  /** The last line in which it was. */
  line = -1;

  constructor(written: Uint8Array) {
    this.written = written;
  }
}

/** The keys of an object: those that are wanted, and others that were seen. */
class ObjectKeys {
  readonly nodes: KeyNode[] = [];
  /** The key that came first the last time. */
  first: KeyNode | undefined;
  readonly #places = new ByteDictionary((bytes, start, end) => {
    if (this.nodes.length >= maxKeys) return -1;
    return this.nodes.push(new KeyNode(Uint8Array.from(bytes.subarray(start, end)))) - 1;
  });

  /** @param end - behind the closing quote */
  find(bytes: Uint8Array, start: number, end: number): KeyNode | undefined {
    return this.nodes[this.#places.numberOf(bytes, start, end, hashOf(bytes, start, end))];
  }

  of(key: string): KeyNode {
    const written = Buffer.from(JSON.stringify(key));
    return this.find(written, 0, written.length)!;
  }
}

/**
 * Takes JSON objects apart, a line each. Programs write the keys of all lines in the same order, so
 * that the next key is nearly always the one that came next in the line before.
 */
export class JsonScanner implements LineScanner {
  readonly scan: Scan;
  readonly #keys = new ObjectKeys();
  #bytes: Uint8Array = new Uint8Array(0);
  #line = 0;

  /** @param wanted - a key that lies in an object is written `object/key` */
  constructor(wanted: readonly WantedKey[]) {
    this.scan = new Scan(wanted.length);
    for (const [slot, { key, isText }] of wanted.entries()) {
      const node = nodeOf(this.#keys, key.split('/'));
      node.slot = slot;
      node.isText = isText;
    }
  }

  scanLine(bytes: Uint8Array, start: number): number {
    this.#bytes = bytes;
    this.#line++;
    this.scan.found.fill(Found.NOTHING);
    if (bytes[start] !== OPENING_BRACE) return -1;
    const end = this.#object(start + 1, this.#keys, 0);
    if (end < 0) return -1;
    const feed = this.#afterSpace(end);
    return bytes[feed] === LINE_FEED ? feed : -1;
  }

  /** @returns the place behind the object, or -1 */
  #object(start: number, keys: ObjectKeys, depth: number): number {
    const bytes = this.#bytes;
    let at = this.#afterSpace(start);
    if (bytes[at] === CLOSING_BRACE) return at + 1;
    let guess = keys.first;
    let before: KeyNode | undefined;
    for (;;) {
      let node = guess;
      if (node === undefined || !isAt(bytes, at, node.written)) {
        // A key that not every line has is left out.
        node = guess?.next;
        if (node === undefined || !isAt(bytes, at, node.written)) {
          const end = this.#keyEnd(at);
          if (end < 0) return -1;
          node = keys.find(bytes, at, end);
          if (node === undefined) return -1;
          if (before === undefined) keys.first = node;
          else before.next = node;
        }
      }
      at += node.written.length;
      if (bytes[at] !== COLON) {
        at = this.#afterSpace(at);
        if (bytes[at] !== COLON) return -1;
      }
      at++;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      if (node.slot >= 0 || node.inside !== undefined) {
        // Of a key given twice the last one counts, which is the line parser's business.
        if (node.line === this.#line) return -1;
        node.line = this.#line;
      }
      at = this.#value(at, node, depth);
      if (at < 0) return -1;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      const byte = bytes[at];
      if (byte === CLOSING_BRACE) return at + 1;
      if (byte !== COMMA) return -1;
      at++;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      before = node;
      guess = node.next;
    }
  }

  #value(at: number, node: KeyNode, depth: number): number {
    const byte = this.#bytes[at]!;
    if (byte === OPENING_BRACE && node.inside !== undefined && node.slot < 0) {
      return depth < maxDepth ? this.#object(at + 1, node.inside, depth + 1) : -1;
    }
    if (node.slot < 0) return this.#skip(at, depth);
    if (byte === QUOTE) return this.#string(at + 1, node);
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return this.#number(at, node);
    // What is no text has one by the line parser only.
    return this.#word(at, 'null');
  }

  /** @returns the place behind the closing quote of a wanted string */
  #string(start: number, { slot, isText }: KeyNode): number {
    const bytes = this.#bytes;
    let at = start;
    if (!isText) {
      at = this.#digits(start, slot);
      if (bytes[at] === QUOTE && this.scan.found[slot] === Found.DIGITS) return at + 1;
      at = start;
    }
    let hash = noHash;
    let byte = bytes[at]!;
    while (byte !== QUOTE) {
      if (byte < SPACE) return -1;
      if (byte === BACKSLASH) {
        const end = this.#stringEnd(at);
        this.#keep(slot, start, end - 1, Found.ESCAPED, 0);
        return end;
      }
      hash = hashByte(hash, byte);
      byte = bytes[++at]!;
    }
    this.#keep(slot, start, at, at === start ? Found.NOTHING : Found.TEXT, hash);
    return at + 1;
  }

  #number(start: number, { slot, isText }: KeyNode): number {
    const bytes = this.#bytes;
    const end = this.#digits(start, slot);
    const byte = bytes[end]!;
    const isWhole = byte === COMMA || byte === CLOSING_BRACE;
    if (isWhole && this.scan.found[slot] === Found.DIGITS) {
      if (isText) this.scan.hashes[slot] = hashOf(bytes, start, end);
      return end;
    }
    const behind = this.#numberEnd(start);
    if (behind > 0) this.#keep(slot, start, behind, Found.TEXT, hashOf(bytes, start, behind));
    return behind;
  }

  /** Reads digits, and keeps them when they are as a number is written. */
  #digits(start: number, slot: number): number {
    const bytes = this.#bytes;
    let at = start;
    let number = 0;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
      number = number * 10 + (byte - ZERO);
    }
    const length = at - start;
    const isPlain = length > 0 && length <= maxDigits && (bytes[start] !== ZERO || length === 1);
    this.#keep(slot, start, at, isPlain ? Found.DIGITS : Found.NOTHING, 0);
    this.scan.numbers[slot] = number;
    return at;
  }

  #keep(slot: number, start: number, end: number, found: number, hash: number): void {
    const { scan } = this;
    scan.starts[slot] = start;
    scan.ends[slot] = end;
    scan.found[slot] = found;
    scan.hashes[slot] = hash;
  }

  /** @returns the place behind a value that nobody wants, or -1 when it is none */
  #skip(at: number, depth: number): number {
    const byte = this.#bytes[at]!;
    if (byte === QUOTE) return this.#stringEnd(at + 1);
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return this.#numberEnd(at);
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      return depth < maxDepth ? this.#skipInside(at, byte, depth) : -1;
    }
    if (byte === 0x6e) return this.#word(at, 'null');
    return this.#word(at, byte === 0x74 ? 'true' : 'false');
  }

  #skipInside(start: number, opening: number, depth: number): number {
    const bytes = this.#bytes;
    const closing = opening === OPENING_BRACE ? CLOSING_BRACE : CLOSING_BRACKET;
    let at = this.#afterSpace(start + 1);
    if (bytes[at] === closing) return at + 1;
    for (;;) {
      if (opening === OPENING_BRACE) {
        if (bytes[at] !== QUOTE) return -1;
        at = this.#stringEnd(at + 1);
        if (at < 0) return -1;
        at = this.#afterSpace(at);
        if (bytes[at] !== COLON) return -1;
        at = this.#afterSpace(at + 1);
      }
      at = this.#skip(at, depth + 1);
      if (at < 0) return -1;
      at = this.#afterSpace(at);
      if (bytes[at] === closing) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at = this.#afterSpace(at + 1);
    }
  }

  /** The end of a key that is written without escapes. */
  #keyEnd(start: number): number {
    const bytes = this.#bytes;
    if (bytes[start] !== QUOTE) return -1;
    for (let at = start + 1; ; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH || byte < SPACE) return -1;
    }
  }

  /** @returns the place behind the closing quote, or -1 when the string is not sound */
  #stringEnd(start: number): number {
    const bytes = this.#bytes;
    for (let at = start; ; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte < SPACE) return -1;
      if (byte !== BACKSLASH) continue;
      at++;
      if (bytes[at] === 0x75) {
        for (let digit = 0; digit < 4; digit++) if (!isHexDigit(bytes[++at]!)) return -1;
      } else if (!isEscape(bytes[at]!)) return -1;
    }
  }

  /** @returns the place behind a number, or -1 when it is not written as JSON wants it */
  #numberEnd(start: number): number {
    const bytes = this.#bytes;
    let at = bytes[start] === MINUS ? start + 1 : start;
    if (bytes[at] === ZERO) at++;
    else if ((at = this.#digitsEnd(at)) < 0) return -1;
    if (bytes[at] === POINT && (at = this.#digitsEnd(at + 1)) < 0) return -1;
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at++;
      if (bytes[at] === PLUS || bytes[at] === MINUS) at++;
      at = this.#digitsEnd(at);
    }
    return at;
  }

  /** @returns the place behind at least one digit, or -1 */
  #digitsEnd(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
    return at === start ? -1 : at;
  }

  #word(start: number, word: string): number {
    for (let at = 0; at < word.length; at++) {
      if (this.#bytes[start + at] !== word.charCodeAt(at)) return -1;
    }
    return start + word.length;
  }

  #afterSpace(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte !== SPACE && byte !== TAB && byte !== CARRIAGE_RETURN) return at;
      at++;
    }
  }
}

function nodeOf(keys: ObjectKeys, [head, ...rest]: readonly string[]): KeyNode {
  const node = keys.of(head!);
  if (rest.length === 0) return node;
  node.inside ??= new ObjectKeys();
  return nodeOf(node.inside, rest);
}

function isAt(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  const { length } = text;
  for (let at = 0; at < length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}

function isEscape(byte: number): boolean {
  return '"\\/bfnrt'.includes(String.fromCharCode(byte));
}

function isHexDigit(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
  );
}
