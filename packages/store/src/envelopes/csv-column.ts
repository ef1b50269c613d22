import type { Unwrapper } from './unwrapper.ts';

/** Characters of a row that are kept until its end comes; the rest of a longer one is left out. */
const maxRow = 32 * 1024 * 1024;

/** Gives the values of a column of CSV (RFC 4180) as lines. The first row names the columns. */
export class CsvColumn implements Unwrapper {
  readonly #column: string;
  readonly #decoder = new TextDecoder();
  #place: number | undefined;
  #cells: string[] = [];
  #cell = '';
  #isQuoted = false;
  #wasQuote = false;
  #size = 0;

  constructor(column: string) {
    this.#column = column;
  }

  unwrap(bytes: Uint8Array): Uint8Array {
    return Buffer.from(this.#read(this.#decoder.decode(bytes, { stream: true })));
  }

  end(): Uint8Array {
    return Buffer.from(this.#size > 0 ? this.#read('\n') : '');
  }

  #read(text: string): string {
    let lines = '';
    for (const character of text) {
      this.#size++;
      if (this.#isQuoted && !(this.#wasQuote && character !== '"')) {
        this.#takeQuoted(character);
        continue;
      }
      this.#isQuoted = false;
      this.#wasQuote = false;
      if (character === '\n') lines += this.#endRow();
      else if (character === ',') this.#endCell();
      else if (character === '"' && this.#cell === '') this.#isQuoted = true;
      else this.#add(character);
    }
    return lines;
  }

  /** A quote ends the value, unless another one follows, which stands for one. */
  #takeQuoted(character: string): void {
    if (character === '"' && !this.#wasQuote) {
      this.#wasQuote = true;
      return;
    }
    this.#wasQuote = false;
    this.#add(character);
  }

  #add(character: string): void {
    if (this.#size <= maxRow) this.#cell += character;
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
  }

  #endRow(): string {
    this.#cell = this.#cell.replace(/\r$/, '');
    this.#endCell();
    const cells = this.#cells;
    this.#cells = [];
    this.#size = 0;
    if (this.#place === undefined) {
      this.#place = cells.map((name) => name.replace(/^\uFEFF/, '')).indexOf(this.#column);
      return '';
    }
    const line = cells[this.#place];
    return `${(line ?? cells.join(',')).replace(/[\r\n]+$/, '')}\n`;
  }
}
