/**
 * Gives turns, at most so many a second, in the order in which they were asked for. It spends none on
 * those who left while they waited.
 */
export class RateLimiter {
  readonly #interval: number;
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  /** When the next turn may be given, by the clock that never jumps. */
  #next = 0;
  /** Until when turns were put off, by the same clock. */
  #pausedUntil = 0;

  /** @param perSecond - maximum number of turns in a second */
  constructor(perSecond: number) {
    this.#interval = 1000 / perSecond;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** For how many milliseconds turns are put off. */
  get paused(): number {
    return Math.max(0, this.#pausedUntil - performance.now());
  }

  /**
   * Waits for a turn.
   *
   * @throws the reason of the signal
   */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      this.#waiting.delete(resolve);
      reject(signal.reason as Error);
    };
    this.#waiting.add(resolve);
    signal.addEventListener('abort', leave, { once: true });
    this.#schedule();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Puts off all turns for so many milliseconds. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds);
    this.#next = Math.max(this.#next, this.#pausedUntil);
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#waiting.size === 0) return;
    const delay = Math.max(0, this.#next - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#giveTurn();
      this.#schedule();
    }, delay);
  }

  #giveTurn(): void {
    const now = performance.now();
    const [first] = this.#waiting;
    if (now < this.#next || first === undefined) return;
    this.#waiting.delete(first);
    this.#next = now + this.#interval;
    first();
  }
}
