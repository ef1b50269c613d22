import type { FlowRecord } from '../flow.ts';
import type { InternalNetworks } from '../internal-networks.ts';
import { addressAt } from './address-list.ts';
import { AddressTable } from './address-table.ts';
import {
  ABSENT,
  type AddressField,
  addressFields,
  bigFields,
  type ColumnArrays,
  type FlowColumns,
  smallFields,
  type TextField,
  textFields,
} from './flow-columns.ts';

/** The texts of a column, each once. */
export class TextList {
  texts: string[] = [];
  readonly #places = new Map<string, number>();

  /** The place of a text. Halves of surrogate pairs, which UTF-8 has not, become U+FFFD. */
  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const wellFormed = text.toWellFormed();
    const place = wellFormed === text ? this.texts.push(text) - 1 : this.placeOf(wellFormed);
    this.#places.set(text, place);
    return place;
  }

  /** Begins a new list. The old one belongs to whoever took it. */
  clear(): void {
    this.texts = [];
    this.#places.clear();
  }
}

/** A block of flow columns while it is filled. */
export class FlowBlock {
  readonly lists: Readonly<Record<TextField, TextList>>;
  readonly addresses = new AddressTable();
  columns!: ColumnArrays;
  rows = 0;
  readonly #networks: InternalNetworks;
  readonly #areInternal: boolean[] = [];

  constructor(columns: ColumnArrays, networks: InternalNetworks) {
    const lists = textFields.map((field) => [field, new TextList()]);
    this.lists = Object.fromEntries(lists) as Record<TextField, TextList>;
    this.#networks = networks;
    this.begin(columns);
  }

  /**
   * Begins a block over other arrays.
   *
   * @param keepFrom - the first of the rows that are taken over from the last block
   */
  begin(columns: ColumnArrays, keepFrom = this.rows): void {
    const { rows } = this;
    const last = rows > keepFrom ? this.flows : undefined;
    this.columns = columns;
    this.rows = 0;
    for (const field of textFields) this.lists[field].clear();
    this.addresses.clear();
    this.#areInternal.length = 0;
    if (last !== undefined) this.#addRows(last, keepFrom, rows);
  }

  /** What is in the block. */
  get flows(): FlowColumns {
    const texts = textFields.map((field) => [field, this.lists[field].texts]);
    return {
      rows: this.rows,
      columns: this.columns,
      texts: Object.fromEntries(texts) as FlowColumns['texts'],
      addresses: this.addresses.list,
    };
  }

  /** Whether the address at a place belongs to an internal network. */
  isInternal(place: number): boolean {
    return (this.#areInternal[place] ??= this.#networks.contains(this.addresses.at(place)));
  }

  /** Writes a flow into the next row. */
  set(flow: FlowRecord): void {
    const { columns, lists, rows } = this;
    for (const field of textFields) {
      const text = flow[field];
      columns[field][rows] = text === undefined ? ABSENT : lists[field].placeOf(text);
    }
    for (const field of addressFields) columns[field][rows] = this.addresses.placeOf(flow[field]);
    for (const field of smallFields) columns[field][rows] = flow[field] ?? ABSENT;
    for (const field of bigFields) columns[field][rows] = BigInt(flow[field] ?? ABSENT);
  }

  /** Swaps the texts that the next row has in two columns, each of which has a list of its own. */
  swapTexts(one: TextField, other: TextField): void {
    const { rows } = this;
    const [first, second] = [this.columns[one][rows]!, this.columns[other][rows]!];
    if (first === ABSENT && second === ABSENT) return;
    this.columns[one][rows] = this.#placeFrom(other, second, one);
    this.columns[other][rows] = this.#placeFrom(one, first, other);
  }

  #placeFrom(from: TextField, place: number, to: TextField): number {
    return place === ABSENT ? ABSENT : this.lists[to].placeOf(this.lists[from].texts[place]!);
  }

  #addRows({ columns: from, texts, addresses }: FlowColumns, start: number, end: number): void {
    for (const field of textFields) {
      const list = this.lists[field];
      this.#addPlaces(from[field].subarray(start, end), field, (place) =>
        list.placeOf(texts[field][place]!),
      );
    }
    for (const field of addressFields) {
      this.#addPlaces(from[field].subarray(start, end), field, (place) =>
        this.addresses.placeOf(addressAt(addresses, place)),
      );
    }
    for (const field of smallFields) this.columns[field].set(from[field].subarray(start, end));
    for (const field of bigFields) this.columns[field].set(from[field].subarray(start, end));
    this.rows = end - start;
  }

  /** @param placeOf - the place here of what is at a place there */
  #addPlaces(
    cells: Int32Array,
    field: TextField | AddressField,
    placeOf: (place: number) => number,
  ): void {
    const column = this.columns[field];
    for (const [row, cell] of cells.entries()) {
      column[row] = cell === ABSENT ? ABSENT : placeOf(cell);
    }
  }
}
