import { setTimeout as wait } from 'node:timers/promises';
import { asFailure } from '../failure.ts';
import type { Watched } from './frame.ts';
import { answers, type Snapshot } from './snapshot.ts';
import type { WatchState } from './watch-state.ts';

/** The longest that a timer waits, in milliseconds. */
const longest = 2 ** 31 - 1;

/** Keeps the answer to what a person looks at fresh. */
export class FreshAnswers {
  readonly #watched: Watched;
  readonly #ask: (state: WatchState, signal: AbortSignal) => Promise<Snapshot>;
  readonly #every: number;
  /** Ends what goes on for the sake of a question that nobody asks any more. */
  #round = new AbortController();

  /**
   * @param watched - gets the answers, and why there is none
   * @param every - milliseconds between an answer and the next question
   */
  constructor(
    watched: Watched,
    ask: (state: WatchState, signal: AbortSignal) => Promise<Snapshot>,
    every: number,
  ) {
    this.#watched = watched;
    this.#ask = ask;
    this.#every = every;
  }

  /** Asks at once, whatever it waits for. */
  askNow(): void {
    this.#round.abort();
  }

  /** Asks again and again until it is ended, also where that fails. */
  async keep(ended: AbortSignal, onAnswer: () => void): Promise<void> {
    while (!ended.aborted) {
      this.#round = new AbortController();
      const signal = AbortSignal.any([ended, this.#round.signal]);
      await this.#answer(signal);
      onAnswer();
      const pause = this.#watched.state.isPaused ? longest : this.#every;
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  async #answer(signal: AbortSignal): Promise<void> {
    const watched = this.#watched;
    const { state, latest } = watched;
    if (state.isPaused && latest !== undefined && answers(latest, state)) return;
    try {
      const snapshot = await this.#ask(state, signal);
      Object.assign(watched, { before: latest, latest: snapshot, problem: undefined });
    } catch (error) {
      if (!signal.aborted) watched.problem = asFailure(error).message.split('\n')[0];
    }
  }
}
