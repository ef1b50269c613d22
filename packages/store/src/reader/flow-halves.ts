import { StoreError } from '../errors.ts';
import { inOneLine } from '../source-error.ts';
import { Certainty } from './client-side.ts';
import { type FlowBlock, TextList } from './flow-block.ts';
import {
  addressFields,
  bigFields,
  type ColumnArrays,
  smallFields,
  textFields,
} from './flow-columns.ts';
import type { OneWay } from './line-parser.ts';

const sums = ['to_s_bytes', 'to_c_bytes', 'to_s_pkts', 'to_c_pkts'] as const;
/** For each sum, that of the other way. */
const otherSum = [1, 0, 3, 2] as const;
const ends = ['src_ip', 'src_port', 'dst_ip', 'dst_port'] as const;
/** What the ends of a flow tell of it, and what a line tells of them. */
const ofEnds = [
  'direction',
  'log_type',
  'src_region_name',
  'dst_region_name',
  'src_vpc',
  'dst_vpc',
] as const;

const narrow = [...textFields, ...addressFields, ...smallFields];
const common = narrow.filter((field) => !([...ends, ...ofEnds] as string[]).includes(field));
const times = bigFields.filter((field) => !(sums as readonly string[]).includes(field));

/** How a row lies to another one of the same conversation. */
type Way = 'same' | 'opposite';

/**
 * Puts the two ways of a conversation together, which a log tells in lines of their own: rows of a
 * block that differ in nothing but their counters, and in which end they take for the client, become
 * one, with the sums.
 */
export class FlowHalves {
  readonly #name: string;
  /** Rows by their hash, one more than their number; 0 where there is none. */
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** For each row, what it has in common with the other way beside its fields. */
  readonly #keys: Int32Array;
  /** For each row, how certain it is which end is the client. */
  readonly #certainties: Uint8Array;
  #keyTexts = new TextList();
  /** The columns of the block: what has to be the same, 64-bit ones as halves, and what adds up. */
  #common: readonly Int32Array[] = [];
  #times: readonly Int32Array[] = [];
  #sums: readonly BigInt64Array[] = [];
  #ends: readonly Int32Array[] = [];
  #ofEnds: readonly Int32Array[] = [];

  /** @param name - what people call the log */
  constructor(name: string, capacity: number, columns: ColumnArrays) {
    this.#name = name;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity)));
    this.#hashes = new Int32Array(capacity);
    this.#keys = new Int32Array(capacity);
    this.#certainties = new Uint8Array(capacity);
    this.#takeColumns(columns);
  }

  /**
   * Adds the next row of a block to the row of its other way, if that is there.
   *
   * @throws {@link StoreError} `SOURCE_DAMAGED` when a sum is greater than 2^63 - 1
   */
  add({ rows }: FlowBlock, { key, certainty }: OneWay): 'joined' | 'new' {
    this.#keys[rows] = this.#keyTexts.placeOf(key);
    this.#certainties[rows] = certainty;
    const hash = this.#hash(rows);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      const way = this.#hashes[entry - 1] === hash ? this.#wayTo(entry - 1, rows) : undefined;
      if (way !== undefined) {
        this.#join(entry - 1, rows, way);
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
    this.#certainties.copyWithin(0, from, from + rows);
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
    this.#common = common.map((field) => columns[field]);
    this.#times = times.map((field) => {
      const { buffer, byteOffset, length } = columns[field];
      return new Int32Array(buffer, byteOffset, 2 * length);
    });
    this.#sums = sums.map((field) => columns[field]);
    this.#ends = ends.map((field) => columns[field]);
    this.#ofEnds = ofEnds.map((field) => columns[field]);
  }

  /** The same for both ways of a conversation. */
  #hash(row: number): number {
    let hash = this.#keys[row]!;
    for (const cells of this.#common) hash = mixed(hash, cells[row]!);
    for (const halves of this.#times) hash = mixed(hash, halves[2 * row]!);
    const [source, sourcePort, target, targetPort] = this.#ends;
    const from = mixed(mixed(0, source![row]!), sourcePort![row]!);
    const to = mixed(mixed(0, target![row]!), targetPort![row]!);
    hash = mixed(hash, from + to);
    return hash ^ (hash >>> 15);
  }

  /** @returns nothing when two rows are not of one conversation */
  #wayTo(one: number, other: number): Way | undefined {
    if (this.#keys[one] !== this.#keys[other]) return undefined;
    for (const cells of this.#common) if (cells[one] !== cells[other]) return undefined;
    for (const halves of this.#times) {
      if (halves[2 * one] !== halves[2 * other]) return undefined;
      if (halves[2 * one + 1] !== halves[2 * other + 1]) return undefined;
    }
    const [source, sourcePort, target, targetPort] = this.#ends as Quad;
    const isSame =
      source[one] === source[other] &&
      sourcePort[one] === sourcePort[other] &&
      target[one] === target[other] &&
      targetPort[one] === targetPort[other];
    if (isSame) return 'same';
    const isOpposite =
      this.#certainties[one] !== Certainty.REFUSED &&
      source[one] === target[other] &&
      sourcePort[one] === targetPort[other] &&
      target[one] === source[other] &&
      targetPort[one] === sourcePort[other];
    return isOpposite ? 'opposite' : undefined;
  }

  /** The one that is more certain tells which end is the client; of two that are as certain, the ports. */
  #join(to: number, row: number, way: Way): void {
    const [known, certainty] = [this.#certainties[to]!, this.#certainties[row]!];
    const [, sourcePort, , targetPort] = this.#ends as Quad;
    const byPorts = Math.max(sourcePort[to]!, 0) < Math.max(targetPort[to]!, 0);
    const isTurned = way === 'opposite' && (certainty > known || (certainty === known && byPorts));
    if (isTurned) {
      for (const cells of [...this.#ends, ...this.#ofEnds]) cells[to] = cells[row]!;
      const turned = otherSum.map((other) => this.#sums[other]![to]!);
      for (const [at, cells] of this.#sums.entries()) cells[to] = turned[at]!;
    }
    this.#certainties[to] = Math.max(known, certainty);
    this.#addUp(to, row, isTurned ? 'same' : way);
  }

  #addUp(to: number, row: number, way: Way): void {
    for (const [at, cells] of this.#sums.entries()) {
      const from = way === 'same' ? cells : this.#sums[otherSum[at]!]!;
      const [one, other] = [cells[to]!, from[row]!].map((cell) => (cell < 0n ? 0n : cell));
      const sum = one! + other!;
      if (sum >= 2n ** 63n) {
        throw new StoreError(
          'SOURCE_DAMAGED',
          `${inOneLine(this.#name)} has a conversation whose counters add up to ${sum}, more than 2^63 - 1. None of it was ingested.`,
        );
      }
      cells[to] = sum;
    }
  }
}

type Quad = readonly [Int32Array, Int32Array, Int32Array, Int32Array];

function mixed(hash: number, number: number): number {
  return Math.imul(hash ^ number, 0x9e3779b1) ^ (hash >>> 13);
}
