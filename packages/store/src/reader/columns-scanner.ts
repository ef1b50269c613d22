import { hashByte, hashOf, noHash } from './byte-dictionary.ts';
import type { ColumnsLayout } from '../format.ts';
import { LastText } from './last-text.ts';
import { Found, type LineScanner, maxDigits, Scan, scanIpv4, type WantedKey } from './scan.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ZERO = 0x30;
const NINE = 0x39;

/** Takes lines of columns apart. */
export class ColumnsScanner implements LineScanner {
  readonly scan: Scan;
  readonly #wanted: readonly WantedKey[];
  /** By the places of the keys. */
  readonly #last: readonly LastText[];
  #separator = 0;
  #comment: number | undefined;
  #unset: readonly Uint8Array[] = [];
  #maxUnset = 0;
  /** For each column, the place of its value among those that are wanted, or -1; none to scan no line. */
  #slots = new Int32Array(0);
  #kinds: readonly (WantedKey['kind'] | undefined)[] = [];

  constructor(wanted: readonly WantedKey[]) {
    this.scan = new Scan(wanted.length);
    this.#wanted = wanted;
    this.#last = wanted.map(() => new LastText());
  }

  /** Takes how the lines are written, and the columns that a header line named. */
  setColumns(layout: ColumnsLayout, columns: readonly string[]): void {
    this.#separator = layout.separator.charCodeAt(0);
    this.#comment = layout.comment?.charCodeAt(0);
    this.#unset = layout.unset.map((text) => Buffer.from(text));
    this.#maxUnset = Math.max(0, ...this.#unset.map(({ length }) => length));
    for (const last of this.#last) last.forget();
    // Of a name given twice the first column counts.
    const slots = columns.map((name, place) =>
      columns.indexOf(name) === place ? this.#wanted.findIndex(({ key }) => key === name) : -1,
    );
    this.#slots = Int32Array.from(isPlain(layout) ? slots : []);
    this.#kinds = Array.from(this.#slots, (slot) => this.#wanted[slot]?.kind);
  }

  scanLine(bytes: Uint8Array, start: number): number {
    const slots = this.#slots;
    this.scan.found.fill(Found.NOTHING);
    if (slots.length === 0 || bytes[start] === this.#comment) return -1;
    let at = start;
    for (let column = 0; column < slots.length; column++) {
      const slot = slots[column]!;
      const end =
        slot < 0 ? this.#end(bytes, at) : this.#value(bytes, at, slot, this.#kinds[column]!);
      const isLast = column === slots.length - 1;
      if ((bytes[end] === LINE_FEED) !== isLast) return -1;
      if (isLast) return end;
      at = end + 1;
    }
    return -1;
  }

  /** @returns the place behind a wanted value */
  #value(bytes: Uint8Array, start: number, slot: number, kind: WantedKey['kind']): number {
    switch (kind) {
      case 'text':
        return this.#text(bytes, start, slot);
      case 'number':
        return this.#number(bytes, start, slot);
      case 'address': {
        const end = scanIpv4(bytes, start, this.#separator, this.scan, slot);
        return end < 0 ? this.#text(bytes, start, slot) : end;
      }
    }
  }

  #end(bytes: Uint8Array, start: number): number {
    const separator = this.#separator;
    let at = start;
    let byte = bytes[at];
    while (byte !== separator && byte !== LINE_FEED) byte = bytes[++at];
    return at;
  }

  #text(bytes: Uint8Array, start: number, slot: number): number {
    const separator = this.#separator;
    const last = this.#last[slot]!;
    if (last.keep(bytes, start, separator, this.scan, slot)) return this.scan.ends[slot]!;
    let hash = noHash;
    let at = start;
    let byte = bytes[at]!;
    while (byte !== separator && byte !== LINE_FEED) {
      hash = hashByte(hash, byte);
      byte = bytes[++at]!;
    }
    last.forget();
    this.#keep(bytes, slot, start, at, hash);
    if (this.scan.found[slot] === Found.TEXT && byte === separator)
      last.set(bytes, start, at, hash);
    return at;
  }

  #number(bytes: Uint8Array, start: number, slot: number): number {
    const { scan } = this;
    let number = 0;
    let at = start;
    let byte = bytes[at]!;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) number = number * 10 + (byte - ZERO);
    const length = at - start;
    const isPlain = length > 0 && length <= maxDigits && (bytes[start] !== ZERO || length === 1);
    if (isPlain && (byte === this.#separator || byte === LINE_FEED)) {
      scan.found[slot] = Found.DIGITS;
      scan.starts[slot] = start;
      scan.ends[slot] = at;
      scan.numbers[slot] = number;
      return at;
    }
    const end = this.#end(bytes, start);
    this.#keep(bytes, slot, start, end, undefined);
    return end;
  }

  /** @param hash - left out to be found where it is needed, which is hardly ever */
  #keep(
    bytes: Uint8Array,
    slot: number,
    start: number,
    end: number,
    hash: number | undefined,
  ): void {
    const { scan } = this;
    const isCut = bytes[end] === LINE_FEED && end > start && bytes[end - 1] === CARRIAGE_RETURN;
    const textEnd = isCut ? end - 1 : end;
    if (textEnd === start || this.#isUnset(bytes, start, textEnd)) return;
    scan.found[slot] = Found.TEXT;
    scan.versions[slot]!++;
    scan.starts[slot] = start;
    scan.ends[slot] = textEnd;
    scan.hashes[slot] = hash === undefined || isCut ? hashOf(bytes, start, textEnd) : hash;
  }

  #isUnset(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > this.#maxUnset) return false;
    return this.#unset.some(
      (text) => text.length === end - start && text.every((byte, at) => bytes[start + at] === byte),
    );
  }
}

/** Whether lines can be scanned: other separators are left to the line parser. */
function isPlain({ separator, setSeparator = ',' }: ColumnsLayout): boolean {
  return separator.length === 1 && separator.charCodeAt(0) < 0x80 && setSeparator === ',';
}
