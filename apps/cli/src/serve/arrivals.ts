import type { IngestReport } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';

/** Minimum time between two reports, in milliseconds. */
const minInterval = 10_000;

/** Tells, now and then, what came in from followed folders. */
export class Arrivals {
  readonly #tell: (line: string) => void;
  #flows = 0;
  #rejected = 0;
  #files = new Set<string>();
  #example: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param tell - gets a line */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  add({ source, flows, rejected, rejections }: IngestReport): void {
    this.#flows += flows;
    this.#rejected += rejected;
    this.#files.add(source);
    const [first] = rejections;
    if (first) this.#example ??= `${source}:${first.line}: ${first.reason}`;
    this.#timer ??= setTimeout(() => this.flush(), minInterval).unref();
  }

  /** Tells what wasn't told yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#files.size === 0) return;
    const rejected = this.#rejected > 0 ? `; ${counted(this.#rejected, 'line')} rejected` : '';
    this.#tell(
      `${counted(this.#flows, 'flow')} came in from ${counted(this.#files.size, 'file')}${rejected}.`,
    );
    if (this.#example !== undefined) this.#tell(`  ${escapeControlChars(this.#example)}`);
    this.#flows = this.#rejected = 0;
    this.#files = new Set();
    this.#example = undefined;
  }
}
