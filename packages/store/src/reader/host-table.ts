import { canonicalHost } from '../host-name.ts';
import { ByteDictionary, hashOf } from './byte-dictionary.ts';

/** Hosts in a generation. */
const usualCapacity = 500_000;

/** Bytes of their keys and of the distinct hosts among them: most have much less. */
const usualMaxBytes = 64 * 1024 * 1024;

/**
 * The hosts that lines name for the flows after them, the first one under each key. Memory is bounded:
 * of hosts that were named long ago, before at least half of what it holds, those are forgotten that
 * came first.
 */
export class HostTable {
  readonly #capacity: number;
  readonly #maxBytes: number;
  #younger = new Generation();
  #older = new Generation();

  /**
   * @param capacity - hosts of one generation, of which there are two
   * @param maxBytes - bytes of one generation
   */
  constructor(capacity = usualCapacity, maxBytes = usualMaxBytes) {
    this.#capacity = capacity;
    this.#maxBytes = maxBytes;
  }

  /** The host under a key, which is a text in UTF-8. */
  get(bytes: Uint8Array, start: number, end: number): string | undefined {
    return this.find(bytes, start, end, hashOf(bytes, start, end));
  }

  /** The same when the hash of the key is known. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): string | undefined {
    return this.#older.get(bytes, start, end, hash) ?? this.#younger.get(bytes, start, end, hash);
  }

  /** Adds a host, unless there is one under the key. */
  add(bytes: Uint8Array, start: number, end: number, host: string): void {
    const name = canonicalHost(host);
    const hash = hashOf(bytes, start, end);
    if (name === '' || this.#older.get(bytes, start, end, hash) !== undefined) return;
    if (!this.#younger.add(bytes, start, end, hash, name)) return;
    if (this.#younger.size < this.#capacity && this.#younger.bytes < this.#maxBytes) return;
    this.#older = this.#younger;
    this.#younger = new Generation();
  }
}

/** Hosts that came one after the other. */
class Generation {
  /** Each host once; an entry has its place. */
  readonly #hosts: string[] = [];
  readonly #places = new Map<string, number>();
  #next = -1;
  readonly #keys = new ByteDictionary(() => this.#next);
  size = 0;
  bytes = 0;

  get(bytes: Uint8Array, start: number, end: number, hash: number): string | undefined {
    return this.#hosts[this.#keys.find(bytes, start, end, hash)];
  }

  /** @returns false when the key has a host */
  add(bytes: Uint8Array, start: number, end: number, hash: number, host: string): boolean {
    if (this.#keys.find(bytes, start, end, hash) >= 0) return false;
    let place = this.#places.get(host);
    if (place === undefined) {
      place = this.#hosts.push(host) - 1;
      this.#places.set(host, place);
      this.bytes += 2 * host.length;
    }
    this.#next = place;
    this.#keys.numberOf(bytes, start, end, hash);
    this.size++;
    this.bytes += end - start;
    return true;
  }
}
