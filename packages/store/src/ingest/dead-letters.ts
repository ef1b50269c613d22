import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A line that was not ingested. */
export interface DeadLetter {
  /** Name of its source. */
  source: string;
  /** Its number there, from 1. */
  line: number;
  /** What is wrong with it. */
  reason: string;
  /** The line; of a long one, the beginning. */
  text: string;
}

/** Lines say who talked to whom: only their owner reads and writes the file. */
const privateFile = 0o600;

/** Greatest size of a file, in bytes: two of them are kept. */
const usualLimit = 16 * 1024 * 1024;

/**
 * The rejected lines of a data directory, in `rejected.ndjson` there. When that is full it becomes
 * `rejected.1.ndjson`, in place of the one before. A help for people: that it can't be written, or
 * lacks lines, stops nothing.
 */
export class DeadLetters {
  readonly #directory: string | undefined;
  readonly #limit: number;
  #lines: string[] = [];
  #size = 0;

  /** @param directory - where the file is; without one the lines are forgotten */
  constructor(directory: string | undefined, limit = usualLimit) {
    this.#directory = directory;
    this.#limit = limit;
  }

  /** Keeps a line until it is known whether what it came with is ingested. */
  add(letter: DeadLetter): void {
    if (this.#directory === undefined || this.#size > this.#limit) return;
    const line = `${JSON.stringify(letter)}\n`;
    this.#lines.push(line);
    this.#size += Buffer.byteLength(line);
  }

  /** Forgets the lines that were not written. */
  discard(): void {
    this.#lines = [];
    this.#size = 0;
  }

  /** Writes the lines. */
  async write(): Promise<void> {
    const text = this.#lines.join('');
    const added = this.#size;
    this.discard();
    if (this.#directory === undefined || text === '') return;
    const file = join(this.#directory, 'rejected.ndjson');
    try {
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (size > 0 && size + added > this.#limit) {
        await rename(file, join(this.#directory, 'rejected.1.ndjson'));
      }
      await appendFile(file, text, { mode: privateFile });
    } catch {
      // The lines are counted, and the first of them told, in any case.
    }
  }
}
