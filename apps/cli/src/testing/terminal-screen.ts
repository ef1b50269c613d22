// oxlint-disable-next-line no-control-regex -- what terminals are told begins with one
const sequences = /\u001b\[([?\d;]*)([A-Za-z])|[\r\n]|[^\u001b\r\n]/gu;
/** What is not whole yet: an update whose end is to come, or the beginning of a sequence. */
// oxlint-disable-next-line no-control-regex -- the same
const incomplete = /\u001b\[\?2026h(?![^]*\u001b\[\?2026l)[^]*$|\u001b(?:\[[?\d;]*)?$/u;

/** What is on a terminal, as far as the sequences that this program writes go. */
export class TerminalScreen {
  /** Sequences that were written, such as `?1049h`. */
  readonly written: string[] = [];
  #main: string[][] = [[]];
  #other: string[][] = [[]];
  #isOther = false;
  #row = 0;
  #column = 0;
  #saved: [row: number, column: number] = [0, 0];
  /** What came of something that is not whole yet. */
  #rest = '';

  /** Whether the other screen is shown, which full-screen programs draw on. */
  get isFullScreen(): boolean {
    return this.#isOther;
  }

  /** The rows of the screen that is shown. */
  get rows(): string[] {
    return this.#cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  /** Takes what a program wrote, in pieces cut anywhere: an update is shown once it is whole. */
  write(text: string): void {
    const all = `${this.#rest}${text}`;
    const end = all.search(incomplete);
    const whole = end < 0 ? all : all.slice(0, end);
    this.#rest = all.slice(whole.length);
    for (const [character, parameters = '', command] of whole.matchAll(sequences)) {
      if (command !== undefined) this.#obey(parameters, command);
      else if (character === '\r') this.#column = 0;
      else if (character === '\n') this.#row += 1;
      else this.#line[this.#column++] = character;
    }
  }

  #obey(parameters: string, command: string): void {
    this.written.push(`${parameters}${command}`);
    const [first = 1, second = 1] = parameters.split(';').map(Number);
    if (parameters === '?1049') {
      this.#isOther = command === 'h';
      if (this.#isOther) {
        this.#saved = [this.#row, this.#column];
        this.#other = [[]];
      } else [this.#row, this.#column] = this.#saved;
    } else if (command === 'H') [this.#row, this.#column] = [first - 1, second - 1];
    else if (command === 'K') this.#line.length = this.#column;
    else if (command === 'J') this.#cells.length = 0;
  }

  get #cells(): string[][] {
    return this.#isOther ? this.#other : this.#main;
  }

  get #line(): string[] {
    while (this.#cells.length <= this.#row) this.#cells.push([]);
    return this.#cells[this.#row]!;
  }
}
