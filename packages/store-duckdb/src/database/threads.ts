import type { DuckDBConnection } from '@duckdb/node-api';

/** How often it is looked how much there is to do, in milliseconds. */
const pause = 100;

/**
 * The engine's threads: as many as there are cores for.
 *
 * A statement runs on the thread that asks for it, and the engine's own threads help. While one of
 * these has the last piece of it, the asking thread waits at full speed. Where all cores have other
 * work to do, that takes one away from it: each piece of work beside the first one takes the place of
 * a thread that helps.
 */
export class Threads {
  readonly #connection: DuckDBConnection;
  readonly #cores: number;
  #set: number;
  /** Pieces of work, and since when they are so many. */
  #underWay = 0;
  #since = 0;
  /** Milliseconds of all pieces of work together, after the last look. */
  #worked = 0;
  #looked = 0;
  #timer: NodeJS.Timeout | undefined;
  #change: Promise<void> | undefined;

  private constructor(connection: DuckDBConnection, cores: number) {
    this.#connection = connection;
    this.#cores = cores;
    this.#set = cores;
  }

  /** @param connection - of its own, closed in the end */
  static async open(connection: DuckDBConnection): Promise<Threads> {
    const reader = await connection.runAndReadAll("SELECT current_setting('threads')");
    return new Threads(connection, Number(reader.getRows()[0]![0]));
  }

  /** Does work that runs one statement after another, beside other such work. */
  async beside<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count(1);
    try {
      return await work();
    } finally {
      this.#count(-1);
    }
  }

  /** Somebody begins to use a core beside the engine, such as a thread that reads a log. */
  enter(): void {
    this.#count(1);
  }

  /** That ends. */
  leave(): void {
    this.#count(-1);
  }

  /** Nothing changes any more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#change;
    this.#connection.closeSync();
  }

  #count(more: number): void {
    if (this.#timer === undefined) this.#begin();
    const now = performance.now();
    this.#worked += this.#underWay * (now - this.#since);
    this.#since = now;
    this.#underWay += more;
  }

  #begin(): void {
    this.#worked = 0;
    this.#looked = performance.now();
    this.#since = this.#looked;
    this.#timer = setTimeout(() => this.#look(), pause).unref();
  }

  #look(): void {
    this.#count(0);
    const load = Math.round(this.#worked / (this.#since - this.#looked));
    const wanted = Math.max(1, this.#cores + 1 - Math.max(1, load));
    // Work does not wait for that: a thread that helps ends what it is at first.
    if (wanted !== this.#set) this.#change ??= this.#setTo(wanted);
    this.#timer = undefined;
    if (this.#underWay > 0 || wanted !== this.#set) this.#begin();
  }

  async #setTo(threads: number): Promise<void> {
    try {
      await this.#connection.run(`SET threads = ${threads}`);
      this.#set = threads;
    } catch {
      // All goes on with those that there are, until the next look.
    } finally {
      this.#change = undefined;
    }
  }
}
