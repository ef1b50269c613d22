import type { IngestReport } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';

/** Minimum time between two reports, in milliseconds. */
const minInterval = 10_000;

/** Maximum number of files that a report names because no line of them is a flow. */
const maxNamed = 5;

/** Reports, now and then, what was ingested from followed folders. */
export class IngestReporter {
  readonly #report: (line: string) => void;
  #flows = 0;
  #rejected = 0;
  #files = new Set<string>();
  #example: string | undefined;
  /** The first rejected lines of files without any flow so far, by their paths. */
  #withoutFlow = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param report - gets a line */
  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  add({ source, flows, rejected, rejections, checkpoint }: IngestReport): void {
    this.#flows += flows;
    this.#rejected += rejected;
    this.#files.add(source);
    const [first] = rejections;
    if (first) {
      const example = `${source}:${first.line}: ${first.reason}`;
      this.#example ??= example;
      if (checkpoint?.log === undefined) this.#withoutFlow.set(source, example);
    }
    this.#timer ??= setTimeout(() => this.flush(), minInterval).unref();
  }

  /** Reports what wasn't reported yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#files.size === 0) return;
    const rejected = this.#rejected > 0 ? `; ${counted(this.#rejected, 'line')} rejected` : '';
    this.#report(
      `${counted(this.#flows, 'flow')} ingested from ${counted(this.#files.size, 'file')}${rejected}.`,
    );
    if (this.#withoutFlow.size > 0) this.#reportWithoutFlow();
    else if (this.#example !== undefined) this.#report(`  ${escapeControlChars(this.#example)}`);
    this.#flows = this.#rejected = 0;
    this.#files = new Set();
    this.#example = undefined;
    this.#withoutFlow = new Map();
  }

  #reportWithoutFlow(): void {
    const examples = [...this.#withoutFlow.values()];
    this.#report(`No line of ${counted(examples.length, 'file')} is a flow:`);
    for (const example of examples.slice(0, maxNamed)) {
      this.#report(`  ${escapeControlChars(example)}`);
    }
    const more = examples.length - maxNamed;
    if (more > 0) this.#report(`  … and ${counted(more, 'more file')}`);
  }
}
