import { StoreError } from '../errors.ts';
import { type FlowBlock, TextList } from './flow-block.ts';
import {
  addressFields,
  bigFields,
  type ColumnArrays,
  smallFields,
  textFields,
} from './flow-columns.ts';

const sums = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts'] as const;
const narrow = [...textFields, ...addressFields, ...smallFields];
const times = bigFields.filter((field) => !(sums as readonly string[]).includes(field));

/**
 * Puts the two ways of a conversation together, which a log tells in lines of their own: rows of a
 * block that differ in nothing but their counters become one, with the sums.
 */
export class FlowHalves {
  readonly #name: string;
  /** Rows by their hash, one more than their number; 0 where there is none. */
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** For each row, what it has in common with the other way beside its fields. */
  readonly #keys: Int32Array;
  #keyTexts = new TextList();

  /** @param name - what people call the log */
  constructor(name: string, capacity: number) {
    this.#name = name;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity)));
    this.#hashes = new Int32Array(capacity);
    this.#keys = new Int32Array(capacity);
  }

  /**
   * Adds the next row of a block to the row of its other way, if that is there.
   *
   * @param key - what lines of one conversation have in common beside their fields
   * @throws {@link StoreError} `SOURCE_DAMAGED` when a sum is greater than 2^63 - 1
   */
  add({ columns, rows }: FlowBlock, key: string): 'joined' | 'new' {
    this.#keys[rows] = this.#keyTexts.placeOf(key);
    const hash = this.#hash(columns, rows);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry - 1] === hash && this.#isSame(columns, entry - 1, rows)) {
        this.#addUp(columns, entry - 1, rows);
        return 'joined';
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = rows + 1;
    this.#hashes[rows] = hash;
    return 'new';
  }

  /** Takes over the rows of the last block from one on, which are the first ones of this block. */
  keep(from: number, { columns, rows }: FlowBlock): void {
    const { texts } = this.#keyTexts;
    this.#keyTexts = new TextList();
    this.#slots.fill(0);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < rows; row++) {
      this.#keys[row] = this.#keyTexts.placeOf(texts[this.#keys[from + row]!]!);
      const hash = this.#hash(columns, row);
      this.#hashes[row] = hash;
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }

  #hash(columns: ColumnArrays, row: number): number {
    let hash = this.#keys[row]!;
    for (const field of narrow) hash = mixed(hash, columns[field][row]!);
    for (const field of times) hash = mixed(hash, Number(columns[field][row]! & 0x7fffffffn));
    return hash ^ (hash >>> 15);
  }

  #isSame(columns: ColumnArrays, one: number, other: number): boolean {
    return (
      this.#keys[one] === this.#keys[other] &&
      narrow.every((field) => columns[field][one] === columns[field][other]) &&
      times.every((field) => columns[field][one] === columns[field][other])
    );
  }

  #addUp(columns: ColumnArrays, to: number, row: number): void {
    for (const field of sums) {
      const cells = columns[field];
      const [one, other] = [cells[to]!, cells[row]!].map((cell) => (cell < 0n ? 0n : cell));
      const sum = one! + other!;
      if (sum >= 2n ** 63n) {
        throw new StoreError(
          'SOURCE_DAMAGED',
          `${this.#name} has a conversation whose counters add up to ${sum}, more than 2^63 - 1. Nothing of it was ingested.`,
        );
      }
      cells[to] = sum;
    }
  }
}

function mixed(hash: number, number: number): number {
  return Math.imul(hash ^ number, 0x9e3779b1) ^ (hash >>> 13);
}
