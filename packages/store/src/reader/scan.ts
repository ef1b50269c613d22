/** How the value under a key stands in a line. */
export const Found = {
  /** There is none: no such key, null, an empty text or what the format takes for that. */
  NOTHING: 0,
  /** The bytes are its text. */
  TEXT: 1,
  /** The bytes are its text, a whole number below 10^15 in plain digits. */
  DIGITS: 2,
  /** The bytes are its text, an IPv4 address in its one spelling. */
  IPV4: 3,
  /** The bytes are the inside of a JSON string with escapes. */
  ESCAPED: 4,
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
  /** Of the texts, a number that stays as long as a key has the same text line after line. */
  readonly versions: Int32Array;
  /** The numbers that digits are, or the 32 bits of addresses. */
  readonly numbers: Float64Array;

  /** @param keys - how many keys there are */
  constructor(keys: number) {
    this.found = new Uint8Array(keys);
    this.starts = new Int32Array(keys);
    this.ends = new Int32Array(keys);
    this.hashes = new Int32Array(keys);
    this.versions = new Int32Array(keys);
    this.numbers = new Float64Array(keys);
  }
}

/** A key whose value is wanted. */
export interface WantedKey {
  /** The key. */
  readonly key: string;
  /** What its values are likely to be: texts are looked up and need a hash. */
  readonly kind: 'text' | 'number' | 'address';
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

/**
 * Reads an IPv4 address in its one spelling.
 *
 * @param end - what stands behind it
 * @returns the place behind it, with the address in the scan, or -1 when there is none
 */
export function scanIpv4(
  bytes: Uint8Array,
  start: number,
  end: number,
  scan: Scan,
  slot: number,
): number {
  let at = start;
  let address = 0;
  for (let octets = 1; ; octets++) {
    const first = at;
    let octet = 0;
    let byte = bytes[at]!;
    while (byte >= 0x30 && byte <= 0x39) {
      octet = octet * 10 + byte - 0x30;
      byte = bytes[++at]!;
    }
    const length = at - first;
    if (length === 0 || length > 3 || octet > 255 || (length > 1 && bytes[first] === 0x30))
      return -1;
    address = address * 256 + octet;
    if (octets === 4) {
      if (byte !== end) return -1;
      break;
    }
    if (byte !== 0x2e) return -1;
    at++;
  }
  scan.found[slot] = Found.IPV4;
  scan.starts[slot] = start;
  scan.ends[slot] = at;
  scan.numbers[slot] = address;
  return at;
}
