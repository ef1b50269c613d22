import type { DuckDBConnection } from '@duckdb/node-api';

/** Milliseconds for which threads stay away after there was work for fewer of them. */
const calm = 300;

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
  #underWay = 0;
  /** Most pieces of work that were under way at a time, since it was last looked. */
  #peak = 0;
  /** The same, before that. */
  #lately = 0;
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
    this.#underWay++;
    if (this.#underWay > this.#peak) this.#peak = this.#underWay;
    if (this.#peak > this.#lately) this.#lately = this.#peak;
    this.#adjust();
    try {
      return await work();
    } finally {
      this.#underWay--;
      this.#timer ??= setTimeout(() => this.#lookBack(), calm).unref();
    }
  }

  /** Nothing changes any more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#change;
    this.#connection.closeSync();
  }

  #lookBack(): void {
    this.#lately = this.#peak;
    this.#peak = this.#underWay;
    this.#timer = undefined;
    if (this.#lately > this.#peak) this.#timer = setTimeout(() => this.#lookBack(), calm).unref();
    this.#adjust();
  }

  /** Work does not wait for that: a thread that helps ends what it is at first. */
  #adjust(): void {
    if (this.#change === undefined && this.#wanted() !== this.#set) this.#change = this.#follow();
  }

  async #follow(): Promise<void> {
    try {
      for (let wanted = this.#wanted(); wanted !== this.#set; wanted = this.#wanted()) {
        await this.#connection.run(`SET threads = ${wanted}`);
        this.#set = wanted;
      }
    } catch {
      // All goes on with the threads that there are.
    } finally {
      this.#change = undefined;
    }
  }

  #wanted(): number {
    return Math.max(1, this.#cores + 1 - Math.max(1, this.#lately));
  }
}
