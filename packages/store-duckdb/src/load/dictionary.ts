import { setImmediate } from 'node:timers/promises';
import type { DuckDBAppender, DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import { firstOtherNumber } from '../sql/address-sql.ts';

/** Texts that are remembered with their numbers, some 80 MB. */
const usualCapacity = 500_000;

/** Texts that are read of a table before others get their turn: some milliseconds. */
const readAtATime = 10_000;

/** Texts that are written before others get their turn: a few milliseconds. */
const atATime = 1000;

/**
 * The numbers of the texts in a table: (number, name). Those that were used lately are remembered, so
 * that the table is only asked for the others.
 */
export class Dictionary {
  readonly #connection: DuckDBConnection;
  readonly #table: string;
  readonly #capacity: number;
  /** Whether its numbers have 64 bits. */
  readonly #isWide: boolean;
  #next: number;
  /** Whether all texts of the table are remembered. */
  #isWhole: boolean;
  /** Whether nothing of the table was read so far. */
  #isUnread: boolean;
  readonly #numbers = new Map<string, number>();
  /** What the write under way added. */
  #added: string[] = [];

  /** @param first - number of the first text */
  static async open(
    connection: DuckDBConnection,
    table: string,
    first: number,
    capacity = usualCapacity,
  ): Promise<Dictionary> {
    const reader = await connection.runAndReadAll(`SELECT max(number) FROM ${table}`);
    const last = reader.getRows()[0]![0];
    return new Dictionary(connection, table, last === null ? first : Number(last) + 1, {
      isWhole: last === null,
      capacity,
    });
  }

  private constructor(
    connection: DuckDBConnection,
    table: string,
    next: number,
    { isWhole, capacity }: { isWhole: boolean; capacity: number },
  ) {
    this.#connection = connection;
    this.#table = table;
    this.#next = next;
    this.#isWide = next >= firstOtherNumber;
    this.#isWhole = isWhole;
    this.#isUnread = !isWhole;
    this.#capacity = capacity;
  }

  /** The numbers of distinct texts. Those that the table lacks are added to it. */
  async numbersOf(texts: readonly string[]): Promise<number[]> {
    if (this.#numbers.size > this.#capacity) {
      this.#numbers.clear();
      this.#isWhole = false;
    }
    if (this.#isUnread) await this.#readAll();
    const unknown = new Set(texts.filter((text) => !this.#numbers.has(text)));
    if (unknown.size > 0 && !this.#isWhole) await this.#find(unknown);
    if (unknown.size > 0) await this.#add(unknown);
    return texts.map((text) => this.#numbers.get(text)!);
  }

  /** The write was committed: what it added stays. */
  committed(): void {
    this.#added = [];
  }

  /** The write was aborted: what it added is not in the table. */
  aborted(): void {
    for (const text of this.#added) this.#numbers.delete(text);
    this.#added = [];
  }

  /** Remembers all that a table has which is not too large for that. */
  async #readAll(): Promise<void> {
    this.#isUnread = false;
    const first = this.#isWide ? firstOtherNumber : 1;
    if (this.#next - first > this.#capacity) return;
    for (let from = first; from < this.#next; from += readAtATime) {
      const reader = await this.#connection.runAndReadAll(
        `SELECT name, number FROM ${this.#table} WHERE number >= ${from} AND number < ${from + readAtATime}`,
      );
      this.#remember(reader);
      await setImmediate();
    }
    this.#isWhole = true;
  }

  #remember(reader: DuckDBResultReader): string[] {
    const [names = [], numbers = []] = reader.getColumnsJS() as [string[]?, (number | bigint)[]?];
    for (const [at, name] of names.entries()) this.#numbers.set(name, Number(numbers[at]));
    return names;
  }

  /** Remembers what the table has of some texts, and takes that from them. */
  async #find(texts: Set<string>): Promise<void> {
    await this.#connection.run('CREATE OR REPLACE TEMP TABLE wanted (name VARCHAR)');
    await this.#append('wanted', 'temp', texts, () => {});
    // The dictionary may be large: it streams by, and what is wanted is hashed.
    const reader = await this.#connection.runAndReadAll(
      `SELECT name, number FROM ${this.#table} JOIN wanted USING (name)`,
    );
    await this.#connection.run('DROP TABLE temp.wanted');
    for (const name of this.#remember(reader)) texts.delete(name);
  }

  async #add(texts: Set<string>): Promise<void> {
    await this.#append(this.#table, undefined, texts, (appender, text) => {
      const number = this.#next++;
      if (this.#isWide) appender.appendBigInt(BigInt(number));
      else appender.appendInteger(number);
      this.#numbers.set(text, number);
      this.#added.push(text);
    });
  }

  async #append(
    table: string,
    catalog: 'temp' | undefined,
    texts: Set<string>,
    appendNumber: (appender: DuckDBAppender, text: string) => void,
  ): Promise<void> {
    const appender = await this.#connection.createAppender(table, 'main', catalog);
    let count = 0;
    for (const text of texts) {
      if (++count % atATime === 0) await setImmediate();
      appendNumber(appender, text);
      appender.appendVarchar(text);
      appender.endRow();
    }
    appender.closeSync();
  }
}
