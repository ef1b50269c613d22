/** Makes a call once for all who want the same answer at the same time. */
export class SharedCalls<Answer> {
  readonly #calls = new Map<
    string,
    { answer: Promise<Answer>; end: AbortController; askers: number }
  >();

  /**
   * The answer of a call that is under way, or of a new one. The call is ended when all who wait for
   * it have left.
   *
   * @param key - alike for calls with the same answer
   * @throws what the call throws, and the reason of the signal
   */
  async share(
    key: string,
    signal: AbortSignal,
    call: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const shared = this.#calls.get(key) ?? this.#begin(key, call);
    shared.askers += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => {
      shared.askers -= 1;
      if (shared.askers === 0) {
        this.#forget(key, shared);
        shared.end.abort();
      }
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([shared.answer, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #begin(key: string, call: (signal: AbortSignal) => Promise<Answer>) {
    const end = new AbortController();
    const shared = { answer: call(end.signal), end, askers: 0 };
    this.#calls.set(key, shared);
    const forget = () => this.#forget(key, shared);
    shared.answer.then(forget, forget);
    return shared;
  }

  #forget(key: string, shared: object): void {
    if (this.#calls.get(key) === shared) this.#calls.delete(key);
  }
}
