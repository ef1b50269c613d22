import type { IngestReport } from '@cfw-flow/store';
import { harmless } from '../output/harmless.ts';
import { counted } from '../output/quantity.ts';

/** Least time between two lines, in milliseconds. */
const every = 10_000;

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
    this.#timer ??= setTimeout(() => this.flush(), every).unref();
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
    if (this.#example !== undefined) this.#tell(`  ${harmless(this.#example)}`);
    this.#flows = this.#rejected = 0;
    this.#files = new Set();
    this.#example = undefined;
  }
}
