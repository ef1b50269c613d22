import { randomInt } from 'node:crypto';

/** Texts in a dictionary before its tables grow for the first time. */
const firstCapacity = 1024;

/**
 * Finds the number of a text by its bytes, without making a string of it. Each distinct text is
 * handed to `add` once, which gives its number; the dictionary remembers that.
 */
export class ByteDictionary {
  readonly #add: (bytes: Uint8Array, start: number, end: number) => number;
  /** Copies of the texts, one behind the other. */
  #copies = new Uint8Array(firstCapacity * 16);
  #copied = 0;
  #count = 0;
  /** Entries by their hash; 0 where there is none. */
  #slots = new Int32Array(firstCapacity * 2);
  #hashes = new Int32Array(firstCapacity);
  #starts = new Int32Array(firstCapacity);
  #lengths = new Int32Array(firstCapacity);
  #numbers = new Int32Array(firstCapacity);

  /** @param add - gives the number of a text that was not seen before */
  constructor(add: (bytes: Uint8Array, start: number, end: number) => number) {
    this.#add = add;
  }

  /** Forgets all texts. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#copied = 0;
  }

  /**
   * The number of a text.
   *
   * @param hash - of the text, as {@link hashOf} makes it
   */
  numberOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const entry = this.#entryOf(bytes, start, end, hash);
    if (entry > 0) return this.#numbers[entry]!;
    return this.#remember(bytes, start, end, hash, this.#add(bytes, start, end));
  }

  /** The number of a text that was seen before, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const entry = this.#entryOf(bytes, start, end, hash);
    return entry > 0 ? this.#numbers[entry]! : -1;
  }

  /** @returns 0 when there is none */
  #entryOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (this.#hashes[entry] === hash && this.#lengths[entry] === length) {
        const copies = this.#copies;
        let copy = this.#starts[entry]!;
        let at = start;
        while (at < end && copies[copy] === bytes[at]) {
          at++;
          copy++;
        }
        if (at === end) return entry;
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  /** Remembers a number for a text that is not in it. */
  #remember(bytes: Uint8Array, start: number, end: number, hash: number, number: number): number {
    if ((this.#count + 2) * 2 > this.#slots.length) this.#grow();
    const length = end - start;
    if (this.#copied + length > this.#copies.length) {
      this.#copies = longer(this.#copies, this.#copied + length);
    }
    const entry = ++this.#count;
    this.#copies.set(bytes.subarray(start, end), this.#copied);
    this.#starts[entry] = this.#copied;
    this.#copied += length;
    this.#lengths[entry] = length;
    this.#hashes[entry] = hash;
    this.#numbers[entry] = number;
    this.#place(entry, hash);
    return number;
  }

  #place(entry: number, hash: number): void {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const capacity = this.#slots.length / 2;
    this.#hashes = longer(this.#hashes, capacity);
    this.#starts = longer(this.#starts, capacity);
    this.#lengths = longer(this.#lengths, capacity);
    this.#numbers = longer(this.#numbers, capacity);
    for (let entry = 1; entry <= this.#count; entry++) this.#place(entry, this.#hashes[entry]!);
  }
}

/**
 * The hash of no bytes: of this thread alone. Texts come from strangers, who could choose many of the
 * same hash if they knew it, and each would be compared with all others.
 */
export const noHash = randomInt(2 ** 32) | 0;

/** Adds a byte to a hash (FNV-1a). Whoever scans a text for its end hashes it on the way. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** The hash of a text. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = noHash;
  for (let at = start; at < end; at++) hash = hashByte(hash, bytes[at]!);
  return hash;
}

function longer<Numbers extends Int32Array | Uint8Array>(
  numbers: Numbers,
  needed: number,
): Numbers {
  const larger = new (numbers.constructor as new (length: number) => Numbers)(
    Math.max(needed, numbers.length * 2),
  );
  larger.set(numbers);
  return larger;
}
