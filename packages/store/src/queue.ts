/** Does one piece of work after the other. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Does work when all that was added before is done, whatever became of it. */
  add<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Waits until all is done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
