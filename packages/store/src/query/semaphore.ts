/** Who waits for a place. */
interface Waiter {
  readonly cost: number;
  readonly enter: () => void;
  readonly leave: (reason: unknown) => void;
}

/** How many may wait, and what becomes of the others. */
export interface WaitingLimit {
  /** Most that wait, as things are. */
  max: () => number;
  /** Error for the one that is turned away. */
  full: () => Error;
}

/** How a place is asked for. */
export interface PassOptions {
  /** Those of less cost come first, those of equal cost in the order in which they came; 0 when left out. */
  cost?: number;
  /** Ends the waiting, with its reason; the work itself has to heed it. */
  signal?: AbortSignal;
}

/** Lets a few in at a time; the others wait in line, the one of least cost first. */
export class Semaphore {
  /** By cost. */
  readonly #waiting: Waiter[] = [];
  readonly #places: number;
  readonly #limit: WaitingLimit | undefined;
  #free: number;

  /**
   * @param places - how many may be in at once
   * @param limit - how many may wait: of one more, the one of most cost is turned away; any number
   *   when left out
   */
  constructor(places: number, limit?: WaitingLimit) {
    this.#places = places;
    this.#limit = limit;
    this.#free = places;
  }

  /** Waits for a place and does the work in it. */
  async pass<Result>(work: () => Promise<Result>, options: PassOptions = {}): Promise<Result> {
    await this.#enter(options);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.enter();
      else this.#free++;
    }
  }

  /**
   * Does work when nobody else is in, and lets nobody in meanwhile. It comes before all who wait. One
   * at a time may ask for it.
   */
  async passAlone<Result>(work: () => Promise<Result>): Promise<Result> {
    const pass = (places: number): Promise<Result> =>
      places === 0 ? work() : this.pass(() => pass(places - 1), { cost: -Infinity });
    return pass(this.#places);
  }

  async #enter({ cost = 0, signal }: PassOptions): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason as Error);
      };
      const settled = () => signal?.removeEventListener('abort', abort);
      const waiter: Waiter = {
        cost,
        enter() {
          settled();
          resolve();
        },
        leave(reason) {
          settled();
          reject(reason as Error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#add(waiter);
    });
  }

  #add(waiter: Waiter): void {
    const after = this.#waiting.findLastIndex(({ cost }) => cost <= waiter.cost);
    this.#waiting.splice(after + 1, 0, waiter);
    if (this.#limit === undefined || this.#waiting.length <= this.#limit.max()) return;
    this.#waiting.pop()!.leave(this.#limit.full());
  }
}
