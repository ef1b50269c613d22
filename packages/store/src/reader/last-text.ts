import { Found, type Scan } from './scan.ts';

/** Bytes of a text that are kept; a longer one is new each time. */
const maxLength = 48;

/**
 * The text that a key had the last time. Many keys have the same one line after line: to compare it
 * takes less than to hash and look it up.
 */
export class LastText {
  readonly #bytes = new Uint8Array(maxLength);
  /** -1 when there is none. */
  #length = -1;
  #hash = 0;

  /**
   * Finds the same text at a place.
   *
   * @param end - what stands behind it
   * @returns whether it is there, and in the scan
   */
  keep(bytes: Uint8Array, start: number, end: number, scan: Scan, slot: number): boolean {
    const length = this.#length;
    if (length < 0 || bytes[start + length] !== end) return false;
    const last = this.#bytes;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== last[at]) return false;
    scan.found[slot] = Found.TEXT;
    scan.starts[slot] = start;
    scan.ends[slot] = start + length;
    scan.hashes[slot] = this.#hash;
    return true;
  }

  set(bytes: Uint8Array, start: number, end: number, hash: number): void {
    const length = end - start;
    if (length === 0 || length > maxLength) {
      this.#length = -1;
      return;
    }
    this.#length = length;
    this.#hash = hash;
    for (let at = 0; at < length; at++) this.#bytes[at] = bytes[start + at]!;
  }

  forget(): void {
    this.#length = -1;
  }
}
