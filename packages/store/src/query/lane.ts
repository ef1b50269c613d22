import { Semaphore } from './semaphore.ts';

/** How many questions of a kind are answered at once, and how many may wait. */
export interface LaneOptions {
  /** Most questions answered at once. */
  atOnce: number;
  /** Most questions that wait. */
  maxWaiting: number;
  /** Longest time from asking to the answer, in milliseconds: no more wait than are answered by then. */
  deadline: number;
}

/** How much the time of one answer counts in what answers usually take. */
const weight = 1 / 8;

/** Longest time after which a client is told to come again, in seconds. */
const maxRetryAfter = 60;

/**
 * Questions that are answered beside all others: what else is asked does not make them wait. The
 * cheapest one is next. When too many wait, the one of most cost is turned away.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #semaphore: Semaphore;
  /** In milliseconds. */
  #usualTime = 0;

  /** @param busy - error for who is turned away, by the seconds after which it may be worth asking again */
  constructor(options: LaneOptions, busy: (retryAfter: number) => Error) {
    this.#options = options;
    this.#semaphore = new Semaphore(options.atOnce, {
      max: () => this.#max(),
      full: () => busy(this.#retryAfter()),
    });
  }

  /** Finds an answer when its turn has come. */
  pass<Answer>(find: () => Promise<Answer>, cost: number, signal: AbortSignal): Promise<Answer> {
    return this.#semaphore.pass(() => this.#timed(find), { cost, signal });
  }

  /** Does work while nothing of this lane is being answered. One at a time may ask for it. */
  passAlone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#semaphore.passAlone(work);
  }

  async #timed<Answer>(find: () => Promise<Answer>): Promise<Answer> {
    const begin = performance.now();
    try {
      return await find();
    } finally {
      this.#usualTime += weight * (performance.now() - begin - this.#usualTime);
    }
  }

  #max(): number {
    const { atOnce, maxWaiting, deadline } = this.#options;
    return Math.min(maxWaiting, Math.max(1, Math.floor((atOnce * deadline) / this.#usualTime)));
  }

  /** By then, those that wait are answered, if they take as long as usual. */
  #retryAfter(): number {
    const seconds = Math.ceil((this.#usualTime * this.#max()) / this.#options.atOnce / 1000);
    return Math.min(Math.max(seconds, 1), maxRetryAfter);
  }
}
