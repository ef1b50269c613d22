import type { Lane } from './lane.ts';

/** How a query coordinator works. */
export interface QueryCoordinatorOptions {
  /** Where questions wait for their turn. */
  lanes: readonly Lane[];
  /** Longest time from asking to the answer, in milliseconds. */
  deadline: number;
  /** Most answers kept. */
  kept: number;
  /** Error for a question whose time is up. */
  late: () => Error;
}

/** Finds an answer, and ends with the signal. */
export type Finding<Answer> = (signal: AbortSignal) => Promise<Answer>;

/** How a question is asked. */
export interface Asking {
  /** Where it waits for its turn, one of the coordinator's. */
  lane: Lane;
  /** Of those that wait, the one of least cost is next; 0 when left out. */
  cost?: number;
  /** Ends the waiting, with its reason. */
  signal?: AbortSignal | undefined;
  /** Version of the data that the answer is of, for which it is kept; it is not kept without one. */
  version?: number;
}

/** A question that is being answered, and how many wait for it. */
interface Run {
  answer: Promise<unknown>;
  askers: number;
  controller: AbortController;
}

/**
 * Where questions are asked. The same question asked again while it is being answered runs once;
 * a few answers are kept until the data change. Whoever asks gets an answer or an error by the
 * deadline, and what nobody waits for any more is ended.
 */
export class QueryCoordinator {
  readonly #options: QueryCoordinatorOptions;
  /** Those that others may join. */
  readonly #runs = new Map<string, Run>();
  /** All that have not ended yet. */
  readonly #underWay = new Set<Promise<unknown>>();
  /** Answers of one version of the data. */
  readonly #answers = new Map<string, unknown>();
  #version: number | undefined;

  constructor(options: QueryCoordinatorOptions) {
    this.#options = options;
  }

  /**
   * Asks a question.
   *
   * @param question - tells it from every other question. The answer is shared by all who ask it,
   *   so nobody may change it
   */
  async ask<Answer>(question: string, find: Finding<Answer>, asking: Asking): Promise<Answer> {
    const { signal, version } = asking;
    signal?.throwIfAborted();
    if (version !== this.#version && version !== undefined) {
      this.#version = version;
      this.#answers.clear();
    }
    if (version !== undefined && this.#answers.has(question)) {
      return this.#answers.get(question) as Answer;
    }
    // An answer that was begun before the data changed may lack what this asker knows of.
    const name = `${version} ${question}`;
    const run = this.#runs.get(name) ?? this.#begin(name, question, find, asking);
    run.askers++;
    try {
      return await unlessAborted(run.answer as Promise<Answer>, signal);
    } finally {
      run.askers--;
      if (run.askers === 0) this.#end(name, run, signal?.reason);
    }
  }

  /** Does work while no question is being answered. One at a time may ask for it. */
  async pausing<Result>(work: () => Promise<Result>): Promise<Result> {
    const pass = ([lane, ...others]: Lane[]): Promise<Result> =>
      lane === undefined ? work() : lane.passAlone(() => pass(others));
    return pass([...this.#options.lanes]);
  }

  /** Waits for what is being answered. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  #begin<Answer>(
    name: string,
    question: string,
    find: Finding<Answer>,
    { lane, cost = 0, version }: Asking,
  ): Run {
    const { deadline, late } = this.#options;
    const controller = new AbortController();
    const timer = setTimeout(() => this.#end(name, run, late()), deadline);
    const answer = lane
      .pass(() => find(controller.signal), cost, controller.signal)
      .then((found) => {
        if (version !== undefined && version === this.#version) this.#keep(question, found);
        return found;
      })
      .finally(() => {
        clearTimeout(timer);
        this.#underWay.delete(answer);
        this.#end(name, run, undefined);
      });
    // Told to the askers; when the last one has gone, to nobody.
    answer.catch(() => undefined);
    const run = { answer, askers: 0, controller };
    this.#underWay.add(answer);
    this.#runs.set(name, run);
    return run;
  }

  #end(name: string, run: Run, reason: unknown): void {
    run.controller.abort(reason);
    if (this.#runs.get(name) === run) this.#runs.delete(name);
  }

  #keep(question: string, answer: unknown): void {
    this.#answers.set(question, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#options.kept) this.#answers.delete(oldest!);
  }
}

async function unlessAborted<Answer>(
  answer: Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  if (signal === undefined) return answer;
  let leave: () => void;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  return Promise.race([answer, left]).finally(() => signal.removeEventListener('abort', leave));
}
