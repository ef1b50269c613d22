import { hashOf } from './byte-dictionary.ts';
import { HostTable } from './host-table.ts';

/** Hosts in a generation of a table of a log beside: there may be several of them at once. */
const capacityBeside = 250_000;

/** Bytes of these hosts. */
const maxBytesBeside = 16 * 1024 * 1024;

/** A table for the hosts of a log beside. */
export function hostTableBeside(): HostTable {
  return new HostTable(capacityBeside, maxBytesBeside);
}

/** The hosts that logs beside name, and the log itself: of several under one key, that of the first log. */
export class HostTables {
  readonly #beside: readonly HostTable[];
  readonly #own = new HostTable();

  /** @param beside - a table for each log beside, in the order in which they count */
  constructor(beside: readonly HostTable[] = []) {
    this.#beside = beside;
  }

  /** The host under a key, which is a text in UTF-8. */
  get(bytes: Uint8Array, start: number, end: number): string | undefined {
    const hash = hashOf(bytes, start, end);
    for (let at = 0; at < this.#beside.length; at++) {
      const host = this.#beside[at]!.find(bytes, start, end, hash);
      if (host !== undefined) return host;
    }
    return this.#own.find(bytes, start, end, hash);
  }

  /** Adds a host that the log itself names. */
  add(bytes: Uint8Array, start: number, end: number, host: string): void {
    this.#own.add(bytes, start, end, host);
  }
}
