import { isDeepStrictEqual } from 'node:util';
import type { FlowItem, Order } from '@cfw-flow/types';
import { withCleanup } from '../cleanup.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { ExitCode, Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { aroundSuspension } from '../suspension.ts';
import { FreshAnswers } from '../watch/fresh-answers.ts';
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
  const answers = new FreshAnswers(
    watched,
    (state, signal) => askSnapshot(client, query, state, signal),
    options.every,
  );
  await untilInterrupted((interrupted) => showOnScreen(watched, answers, interrupted));
}

/** Draws what is watched, and obeys the keys, until one of them ends it. */
async function showOnScreen(
  watched: Watched,
  answers: FreshAnswers,
  interrupted: AbortSignal,
): Promise<void> {
  await withCleanup(async (atEnd) => {
    const quit = new AbortController();
    const screen = openFullScreen(() => draw());
    atEnd(screen.close);
    function draw() {
      const size = { width: screen.width(), height: screen.height() };
      screen.draw(frameLines(watched, { ...size, now: Date.now() }));
    }
    // The age of what is shown grows.
    const ticking = setInterval(draw, 1000);
    atEnd(() => clearInterval(ticking));
    const keyboard = listenToKeys((key) => {
      if (key.ctrl && key.name === 'z') {
        suspension.suspend();
        return;
      }
      const { state } = watched;
      const next = afterKey(state, key);
      if (next === undefined) {
        quit.abort();
        return;
      }
      watched.state = next;
      draw();
      // Both orders are answered at once.
      if (!isDeepStrictEqual(next, { ...state, order: next.order })) answers.askNow();
    });
    atEnd(keyboard.release);
    const suspension = aroundSuspension(
      () => {
        screen.leave();
        keyboard.release();
      },
      () => {
        keyboard.listen();
        screen.enter();
      },
    );
    atEnd(suspension.end);
    draw();
    await answers.keep(AbortSignal.any([interrupted, quit.signal]), draw);
  });
}
