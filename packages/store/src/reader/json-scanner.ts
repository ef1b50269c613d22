import { ByteDictionary, hashByte, hashOf, noHash } from './byte-dictionary.ts';
import { LastText } from './last-text.ts';
import { Found, type LineScanner, maxDigits, Scan, scanIpv4, type WantedKey } from './scan.ts';

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

/** Bytes that a key may have, in its quotes, to be remembered. */
const maxKeyLength = 256;

/** Keys of an object that are remembered; further ones are found to be unknown each time. */
const maxKeys = 512;

/** Objects and lists in each other; deeper ones are left to the line parser. */
const maxDepth = 32;

/** A key of an object. */
class KeyNode {
  /** Length of the key in its quotes. */
  readonly length: number;
  /** The key in its quotes: words of four bytes, the last of which may overlap the one before. */
  readonly #words: Int32Array;
  /** Place of its value among those that are wanted, or -1. */
  slot = -1;
  kind: WantedKey['kind'] = 'text';
  /** The keys inside, where some of them are wanted. */
  inside: ObjectKeys | undefined;
  /** The key that followed last time. */
  next: KeyNode | undefined;
  /** The last line in which it was. */
  line = -1;
  /** The text that its value was last. */
  readonly last = new LastText();

  constructor(written: Uint8Array) {
    this.length = written.length;
    const padded = new DataView(Uint8Array.from([...written, 0, 0]).buffer);
    this.#words = Int32Array.from(wordPlaces(this.length), (at) => padded.getInt32(at));
  }

  /** Whether the key stands at a place; not known of one with less than two characters. */
  isAt(view: DataView, start: number): boolean {
    const words = this.#words;
    if (this.length < 4) return false;
    const last = words.length - 1;
    for (let word = 0; word < last; word++) {
      if (view.getInt32(start + 4 * word) !== words[word]) return false;
    }
    return view.getInt32(start + this.length - 4) === words[last];
  }
}

/** Where the words of a text begin. */
function wordPlaces(length: number): number[] {
  if (length < 4) return [];
  const places = Array.from({ length: Math.ceil(length / 4) }, (_, word) => 4 * word);
  places[places.length - 1] = length - 4;
  return places;
}

/** The keys of an object: those that are wanted, and others that were seen. */
class ObjectKeys {
  readonly nodes: KeyNode[] = [];
  /** The key that came first the last time. */
  first: KeyNode | undefined;
  readonly #places = new ByteDictionary(
    (bytes, start, end) =>
      this.nodes.push(new KeyNode(Uint8Array.from(bytes.subarray(start, end)))) - 1,
  );

  /** @param end - behind the closing quote */
  find(bytes: Uint8Array, start: number, end: number): KeyNode | undefined {
    const hash = hashOf(bytes, start, end);
    const isKept = this.nodes.length < maxKeys && end - start <= maxKeyLength;
    const place = isKept
      ? this.#places.numberOf(bytes, start, end, hash)
      : this.#places.find(bytes, start, end, hash);
    return this.nodes[place];
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
  #view: DataView = new DataView(new ArrayBuffer(0));
  #line = 0;

  /** @param wanted - a key that lies in an object is written `object/key` */
  constructor(wanted: readonly WantedKey[]) {
    this.scan = new Scan(wanted.length);
    for (const [slot, { key, kind }] of wanted.entries()) {
      const node = nodeOf(this.#keys, key.split('/'));
      node.slot = slot;
      node.kind = kind;
    }
  }

  scanLine(bytes: Uint8Array, start: number): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
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
    let node = this.#key(at, keys, keys.first);
    if (node !== undefined) keys.first = node;
    while (node !== undefined) {
      at += node.length;
      if (bytes[at] !== COLON) at = this.#afterSpace(at);
      if (bytes[at] !== COLON) return -1;
      at++;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      at = this.#value(at, node, depth);
      if (at < 0) return -1;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      const byte = bytes[at];
      if (byte === CLOSING_BRACE) return at + 1;
      if (byte !== COMMA) return -1;
      at++;
      if (bytes[at]! <= SPACE) at = this.#afterSpace(at);
      const guess: KeyNode | undefined = node.next;
      const next = this.#key(at, keys, guess);
      // A key that not every line has is skipped without forgetting it.
      if (next !== guess && next !== guess?.next) node.next = next;
      node = next;
    }
    return -1;
  }

  /** The key at a place, which is probably the one that came next in the line before. */
  #key(at: number, keys: ObjectKeys, guess: KeyNode | undefined): KeyNode | undefined {
    const view = this.#view;
    if (at + maxKeyLength > view.byteLength) return this.#unexpectedKey(at, keys);
    if (guess?.isAt(view, at)) return guess;
    if (guess?.next?.isAt(view, at)) return guess.next;
    return this.#unexpectedKey(at, keys);
  }

  #unexpectedKey(at: number, keys: ObjectKeys): KeyNode | undefined {
    const end = this.#keyEnd(at);
    return end < 0 ? undefined : keys.find(this.#bytes, at, end);
  }

  #value(at: number, node: KeyNode, depth: number): number {
    const byte = this.#bytes[at]!;
    const { slot, inside } = node;
    if (slot < 0 && inside === undefined) return this.#skip(at, depth);
    // Of a key given twice the last one counts, which is the line parser's business.
    if (node.line === this.#line) return -1;
    node.line = this.#line;
    if (slot < 0) {
      if (byte !== OPENING_BRACE) return this.#skip(at, depth);
      return depth < maxDepth ? this.#object(at + 1, inside!, depth + 1) : -1;
    }
    if (byte === QUOTE) return this.#string(at + 1, node);
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return this.#number(at, node);
    // What is no text has one by the line parser only.
    return this.#word(at, 'null');
  }

  /** @returns the place behind the closing quote of a wanted string */
  #string(start: number, node: KeyNode): number {
    const bytes = this.#bytes;
    switch (node.kind) {
      case 'text':
        return node.last.keep(bytes, start, QUOTE, this.scan, node.slot)
          ? this.scan.ends[node.slot]! + 1
          : this.#text(start, node);
      case 'address': {
        const end = scanIpv4(bytes, start, QUOTE, this.scan, node.slot);
        return end < 0 ? this.#text(start, node) : end + 1;
      }
      case 'number': {
        const end = this.#digits(start, node.slot);
        const isNumber = bytes[end] === QUOTE && this.scan.found[node.slot] === Found.DIGITS;
        return isNumber ? end + 1 : this.#text(start, node);
      }
    }
  }

  #text(start: number, node: KeyNode): number {
    const bytes = this.#bytes;
    let at = start;
    let hash = noHash;
    let byte = bytes[at]!;
    while (byte !== QUOTE) {
      if (byte < SPACE) return -1;
      if (byte === BACKSLASH) {
        const end = this.#stringEnd(at);
        node.last.forget();
        this.#keep(node.slot, start, end - 1, Found.ESCAPED, 0);
        return end;
      }
      hash = hashByte(hash, byte);
      byte = bytes[++at]!;
    }
    this.#keep(node.slot, start, at, at === start ? Found.NOTHING : Found.TEXT, hash);
    this.scan.versions[node.slot]!++;
    if (node.kind === 'text') node.last.set(bytes, start, at, hash);
    return at + 1;
  }

  #number(start: number, node: KeyNode): number {
    const bytes = this.#bytes;
    const { slot } = node;
    const end = this.#digits(start, slot);
    const byte = bytes[end]!;
    const isWhole = byte === COMMA || byte === CLOSING_BRACE;
    if (isWhole && node.kind === 'number' && this.scan.found[slot] === Found.DIGITS) return end;
    const behind = this.#numberEnd(start);
    if (behind > 0) this.#keep(slot, start, behind, Found.TEXT, hashOf(bytes, start, behind));
    this.scan.versions[slot]!++;
    node.last.forget();
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

function isEscape(byte: number): boolean {
  return '"\\/bfnrt'.includes(String.fromCharCode(byte));
}

function isHexDigit(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) ||
    (byte >= 0x41 && byte <= 0x46) ||
    (byte >= 0x61 && byte <= 0x66)
  );
}
