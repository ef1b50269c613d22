import { csvCells } from '../enrichment/csv.ts';
import type { Unwrapper } from './unwrapper.ts';

/** Lines that a row may have; a quote that is open for longer is one that nobody closed. */
const maxLinesOfRow = 100;

/** Characters that a row may have, and that are kept of a line until its end comes. */
const maxRow = 1024 * 1024;

/** Gives the values of a column of CSV (RFC 4180) as lines. The first row names the columns. */
export class CsvColumn implements Unwrapper {
  readonly #column: string;
  readonly #decoder = new TextDecoder();
  #place: number | undefined;
  /** Lines of the row under way, and the beginning of the next one. */
  #row: string[] = [];
  #rest = '';

  constructor(column: string) {
    this.#column = column;
  }

  unwrap(bytes: Uint8Array): Uint8Array {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop()!;
    const out = lines.map((line) => this.#take(line));
    if (this.#rest.length > maxRow) {
      // It is no row: it stays as it is, as far as it has come.
      out.push(this.#giveUp(), this.#rest);
      this.#rest = '';
    }
    return Buffer.from(out.join(''));
  }

  end(): Uint8Array {
    const last = this.#rest;
    this.#rest = '';
    const rows = last === '' ? '' : this.#take(last);
    return Buffer.from(rows + this.#giveUp());
  }

  /** @returns what comes of a line, and of those before it that waited for it */
  #take(line: string): string {
    this.#row.push(line.replace(/\r$/, ''));
    const text = this.#row.join('\n');
    const cells = csvCells(text, ',');
    if (cells !== undefined) {
      this.#row = [];
      return this.#lineIn(cells, text);
    }
    const isOpen = this.#row.length < maxLinesOfRow && text.length < maxRow;
    return isOpen ? '' : this.#giveUp();
  }

  /** The row under way is none: its first line stays as it is, the others are read anew. */
  #giveUp(): string {
    const out: string[] = [];
    let lines = this.#row;
    this.#row = [];
    while (lines.length > 0) {
      const [first, ...others] = lines;
      out.push(`${first}\n`);
      for (const line of others) out.push(this.#take(line));
      lines = this.#row;
      this.#row = [];
    }
    return out.join('');
  }

  #lineIn(cells: readonly string[], row: string): string {
    if (this.#place === undefined) {
      this.#place = cells.map((name) => name.replace(/^\uFEFF/, '')).indexOf(this.#column);
      return '';
    }
    return `${(cells[this.#place] ?? row).replace(/[\r\n]+$/, '')}\n`;
  }
}
