import { ipv4Bits } from '../enrichment/address-number.ts';
import { addressAt, type AddressList } from './address-list.ts';

/** Addresses before its tables grow for the first time. */
const firstCapacity = 1024;

/** The addresses of a block while it is filled, each once. */
export class AddressTable {
  #count = 0;
  /** Places of IPv4 addresses by a hash, one more than the place; 0 where there is none. */
  #slots = new Int32Array(2 * firstCapacity);
  #ipv4 = new Float64Array(firstCapacity);
  #others = new Map<number, string>();
  readonly #otherPlaces = new Map<string, number>();

  /** The addresses in it. */
  get list(): AddressList {
    return { ipv4: this.#ipv4.slice(0, this.#count), others: this.#others };
  }

  /** The address at a place, canonical. */
  at(place: number): string {
    return addressAt({ ipv4: this.#ipv4, others: this.#others }, place);
  }

  /** The place of an IPv4 address. */
  placeOfIpv4(bits: number): number {
    const mask = this.#slots.length - 1;
    let slot = slotOf(bits, mask);
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#ipv4[entry - 1] === bits) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const place = this.#add(bits);
    this.#insert(bits, place);
    return place;
  }

  /** The place of a canonical address. */
  placeOf(address: string): number {
    const bits = ipv4Bits(address);
    if (bits !== undefined) return this.placeOfIpv4(bits);
    let place = this.#otherPlaces.get(address);
    if (place === undefined) {
      place = this.#add(-1);
      this.#otherPlaces.set(address, place);
      this.#others.set(place, address);
    }
    return place;
  }

  /** Begins a new list. The old one belongs to whoever took it. */
  clear(): void {
    this.#count = 0;
    this.#slots.fill(0);
    this.#others = new Map();
    this.#otherPlaces.clear();
  }

  #add(bits: number): number {
    if (this.#count === this.#ipv4.length) this.#grow();
    this.#ipv4[this.#count] = bits;
    return this.#count++;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#ipv4.length);
    larger.set(this.#ipv4);
    this.#ipv4 = larger;
    this.#slots = new Int32Array(2 * larger.length);
    for (let place = 0; place < this.#count; place++) {
      if (larger[place]! >= 0) this.#insert(larger[place]!, place);
    }
  }

  #insert(bits: number, place: number): void {
    const mask = this.#slots.length - 1;
    let slot = slotOf(bits, mask);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = place + 1;
  }
}

function slotOf(bits: number, mask: number): number {
  const hash = Math.imul(bits, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & mask;
}
