/** How the value under a key stands in a line. */
export const Found = {
  /** There is none: no such key, null, an empty text or what the format takes for that. */
  NOTHING: 0,
  /** The bytes are its text. */
  TEXT: 1,
  /** The bytes are its text, a whole number below 10^15 in plain digits. */
  DIGITS: 2,
  /** The bytes are the inside of a JSON string with escapes. */
  ESCAPED: 3,
} as const;

/** Most digits that a double keeps, whatever they are. */
export const maxDigits = 15;

/** The values of one line, by the places of their keys. Only bytes are told apart: nothing is made. */
export class Scan {
  readonly found: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of the texts, `hashOf` their bytes; of digits only where the key's texts are looked up. */
  readonly hashes: Int32Array;
  /** The numbers that digits are. */
  readonly numbers: Float64Array;

  /** @param keys - how many keys there are */
  constructor(keys: number) {
    this.found = new Uint8Array(keys);
    this.starts = new Int32Array(keys);
    this.ends = new Int32Array(keys);
    this.hashes = new Int32Array(keys);
    this.numbers = new Float64Array(keys);
  }
}

/** A key whose value is wanted. */
export interface WantedKey {
  /** The key. */
  readonly key: string;
  /** Whether its texts are looked up, so that they need a hash. */
  readonly isText: boolean;
}

/** Takes lines apart, those that are as machines write them; the others are left to the line parser. */
export interface LineScanner {
  /** What the last line says. */
  readonly scan: Scan;
  /**
   * Takes a line apart.
   *
   * @param bytes - the line, a line feed behind it, and what else there is
   * @returns the place of the line feed, or -1 when the line is not as expected
   */
  scanLine(bytes: Uint8Array, start: number): number;
}
