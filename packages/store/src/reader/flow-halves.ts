import { StoreError } from '../errors.ts';
import { inOneLine } from '../source-error.ts';
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
  /** The columns of the block: what has to be the same, 64-bit ones as halves, and what adds up. */
  #narrow: readonly Int32Array[] = [];
  #times: readonly Int32Array[] = [];
  #sums: readonly BigInt64Array[] = [];

  /** @param name - what people call the log */
  constructor(name: string, capacity: number, columns: ColumnArrays) {
    this.#name = name;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity)));
    this.#hashes = new Int32Array(capacity);
    this.#keys = new Int32Array(capacity);
    this.#takeColumns(columns);
  }

  /**
   * Adds the next row of a block to the row of its other way, if that is there.
   *
   * @param key - what lines of one conversation have in common beside their fields
   * @throws {@link StoreError} `SOURCE_DAMAGED` when a sum is greater than 2^63 - 1
   */
  add({ rows }: FlowBlock, key: string): 'joined' | 'new' {
    this.#keys[rows] = this.#keyTexts.placeOf(key);
    const hash = this.#hash(rows);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry - 1] === hash && this.#isSame(entry - 1, rows)) {
        this.#addUp(entry - 1, rows);
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
    this.#takeColumns(columns);
    const { texts } = this.#keyTexts;
    this.#keyTexts = new TextList();
    this.#slots.fill(0);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < rows; row++) {
      this.#keys[row] = this.#keyTexts.placeOf(texts[this.#keys[from + row]!]!);
      const hash = this.#hash(row);
      this.#hashes[row] = hash;
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }

  #takeColumns(columns: ColumnArrays): void {
    this.#narrow = narrow.map((field) => columns[field]);
    this.#times = times.map((field) => {
      const { buffer, byteOffset, length } = columns[field];
      return new Int32Array(buffer, byteOffset, 2 * length);
    });
    this.#sums = sums.map((field) => columns[field]);
  }

  #hash(row: number): number {
    let hash = this.#keys[row]!;
    for (const cells of this.#narrow) hash = mixed(hash, cells[row]!);
    for (const halves of this.#times) hash = mixed(hash, halves[2 * row]!);
    return hash ^ (hash >>> 15);
  }

  #isSame(one: number, other: number): boolean {
    if (this.#keys[one] !== this.#keys[other]) return false;
    for (const cells of this.#narrow) if (cells[one] !== cells[other]) return false;
    for (const halves of this.#times) {
      if (halves[2 * one] !== halves[2 * other]) return false;
      if (halves[2 * one + 1] !== halves[2 * other + 1]) return false;
    }
    return true;
  }

  #addUp(to: number, row: number): void {
    for (const cells of this.#sums) {
      const [one, other] = [cells[to]!, cells[row]!].map((cell) => (cell < 0n ? 0n : cell));
      const sum = one! + other!;
      if (sum >= 2n ** 63n) {
        throw new StoreError(
          'SOURCE_DAMAGED',
          `${inOneLine(this.#name)} has a conversation whose counters add up to ${sum}, more than 2^63 - 1. Nothing of it was ingested.`,
        );
      }
      cells[to] = sum;
    }
  }
}

function mixed(hash: number, number: number): number {
  return Math.imul(hash ^ number, 0x9e3779b1) ^ (hash >>> 13);
}
