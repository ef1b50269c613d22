import type { Queue } from '../queue.ts';

interface Entry<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/** Works on items in a queue, on those that came meanwhile at once. */
export class Batcher<Item, Result> {
  readonly #queue: Queue;
  readonly #most: number;
  readonly #work: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>;
  readonly #waiting: Entry<Item, Result>[] = [];

  /**
   * @param most - items at once
   * @param work - gives the outcome of each of its items, in their order
   */
  constructor(
    queue: Queue,
    most: number,
    work: (items: Item[]) => Promise<PromiseSettledResult<Result>[]>,
  ) {
    this.#queue = queue;
    this.#most = most;
    this.#work = work;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      // Each item has a turn. It may be done in that of one before it.
      void this.#queue.add(() => this.#workOn(this.#waiting.splice(0, this.#most)));
    });
  }

  async #workOn(entries: readonly Entry<Item, Result>[]): Promise<void> {
    if (entries.length === 0) return;
    try {
      const outcomes = await this.#work(entries.map(({ item }) => item));
      for (const [at, outcome] of outcomes.entries()) {
        const { resolve, reject } = entries[at]!;
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason);
      }
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
  }
}
