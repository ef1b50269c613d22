import type { IngestReport } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';

/** Minimum time between two reports, in milliseconds. */
const minInterval = 10_000;

/** Reports, now and then, what was ingested from followed folders. */
export class IngestReporter {
  readonly #report: (line: string) => void;
  #flows = 0;
  #rejected = 0;
  #files = new Set<string>();
  #example: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param report - gets a line */
  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  add({ source, flows, rejected, rejections }: IngestReport): void {
    this.#flows += flows;
    this.#rejected += rejected;
    this.#files.add(source);
    const [first] = rejections;
    if (first) this.#example ??= `${source}:${first.line}: ${first.reason}`;
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
    if (this.#example !== undefined) this.#report(`  ${escapeControlChars(this.#example)}`);
    this.#flows = this.#rejected = 0;
    this.#files = new Set();
    this.#example = undefined;
  }
}
