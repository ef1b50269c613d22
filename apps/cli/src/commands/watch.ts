import { setTimeout as wait } from 'node:timers/promises';
import type { FlowItem, Order } from '@cfw-flow/types';
import { withCleanup } from '../cleanup.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { asFailure, ExitCode, Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { frameLines, type Watched } from '../watch/frame.ts';
import { openFullScreen } from '../watch/full-screen.ts';
import { listenToKeys } from '../watch/keyboard.ts';
import { askSnapshot } from '../watch/snapshot.ts';
import { afterKey } from '../watch/watch-state.ts';

/** Options of `cfw-flow watch`. */
export interface WatchOptions extends ConnectionOptions {
  by: Order;
  /** Milliseconds. */
  every: number;
}

/** Shows a ranking as it changes, until the person has seen enough. */
export async function watch(item: FlowItem, options: WatchOptions): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new Failure(
      'watch needs a terminal, to draw on and to read keys from. ' +
        `\`cfw-flow top ${item} --by ${options.by}\` prints a ranking once.`,
      ExitCode.USAGE,
    );
  }
  const { client, query, window } = await connect(options);
  const { length } = window;
  if (length === undefined) {
    throw new Failure('watch looks back from now: give --last in place of --from.', ExitCode.USAGE);
  }
  const watched: Watched = {
    state: { item, order: options.by, length, isPaused: false },
    latest: undefined,
    before: undefined,
    problem: undefined,
    about: query.log_type,
  };
  await untilInterrupted((interrupted) =>
    withCleanup(async (atEnd) => {
      const quit = new AbortController();
      const ended = AbortSignal.any([interrupted, quit.signal]);
      /** Ends what goes on for the sake of a question that nobody asks any more. */
      let round = new AbortController();

      const screen = openFullScreen(() => draw());
      atEnd(screen.close);
      function draw() {
        const size = { width: screen.width(), height: screen.height() };
        screen.draw(frameLines(watched, { ...size, now: Date.now() }));
      }
      // The age of what is shown grows.
      const ticking = setInterval(draw, 1000);
      atEnd(() => clearInterval(ticking));
      atEnd(
        listenToKeys((key) => {
          const { state } = watched;
          const next = afterKey(state, key);
          if (next === undefined) {
            quit.abort();
            return;
          }
          watched.state = next;
          draw();
          const isOther =
            next.item !== state.item ||
            next.length !== state.length ||
            next.isPaused !== state.isPaused;
          if (isOther) round.abort();
        }),
      );

      draw();
      while (!ended.aborted) {
        round = new AbortController();
        const signal = AbortSignal.any([ended, round.signal]);
        try {
          if (!watched.state.isPaused) {
            const snapshot = await askSnapshot(client, query, watched.state, signal);
            Object.assign(watched, {
              before: watched.latest,
              latest: snapshot,
              problem: undefined,
            });
          }
        } catch (error) {
          if (!signal.aborted) watched.problem = asFailure(error).message.split('\n')[0];
        }
        draw();
        const pause = watched.state.isPaused ? longest : options.every;
        await wait(pause, undefined, { signal }).catch(() => undefined);
      }
    }),
  );
}

/** The longest that a timer waits, in milliseconds. */
const longest = 2 ** 31 - 1;
