/** Lets a few in at a time; the others wait in line. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];
  readonly #places: number;
  #free: number;

  /** @param places - how many may be in at once */
  constructor(places: number) {
    this.#places = places;
    this.#free = places;
  }

  /**
   * Waits for a place and does the work in it.
   *
   * @param signal - ends the waiting, with its reason; the work itself has to heed it
   */
  async pass<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  /** Does work when nobody else is in, and lets nobody in meanwhile. One at a time may ask for it. */
  async passAlone<Result>(work: () => Promise<Result>): Promise<Result> {
    const pass = (places: number): Promise<Result> =>
      places === 0 ? work() : this.pass(() => pass(places - 1));
    return pass(this.#places);
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal?.reason as Error);
      };
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
