import { type FlowStore, textSource } from '@cfw-flow/store';
import { showProgress } from '../output/progress.ts';
import { counted } from '../output/quantity.ts';
import { flowsEndingIn } from './traffic.ts';

/** What the demo is of. */
export interface DemoOptions {
  store: FlowStore;
  /** Firewall that all flows pass. */
  firewall: string;
  /** Another seed, other traffic. */
  seed: number;
  /** Now, seconds since 1970 UTC: what ended before is history, the rest is still to come. */
  now: number;
}

const SEED = 8239;
const HOUR = 3_600;
const HISTORY = 7 * 24 * HOUR;
/** Maximum number of seconds to catch up with: a machine may have slept, or its clock jumped by years. */
const MAX_CAUGHT_UP = 600;
/** The last hour is this much livelier than the days before it, so that each second has a flow. */
const CROWD = 4;

/** The traffic of `serve --demo`, from now on. */
export function demoTraffic(store: FlowStore, firewall: string): DemoOptions {
  return { store, firewall, seed: SEED, now: Math.floor(Date.now() / 1000) };
}

/** Ingests the seven days before `now`. */
export async function loadHistory(
  { store, firewall, seed, now }: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  let flows = 0;
  const progress = showProgress({
    title: 'Making seven days of traffic',
    total: HISTORY,
    describe: () => counted(flows, 'flow'),
  });
  function* lines() {
    const first = now - HISTORY;
    for (let second = first; second < now; second += 1) {
      const crowd = second < now - HOUR ? 1 : CROWD;
      for (const flow of flowsEndingIn({ seed, second, crowd })) {
        flows += 1;
        yield JSON.stringify(flow);
      }
      if (second % HOUR === 0) progress.update(second - first);
    }
  }
  try {
    const source = textSource('the last seven days', `demo:${seed}:history:${now}`, lines());
    await store.ingest(source, { fw_instance_id: firewall, signal });
  } finally {
    progress.stop();
  }
}

/** New flows that keep coming. */
export interface Feed {
  /** Ends it and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Ingests, every second, the flows of the seconds that have passed since `now`, ten minutes of them
 * at most: what a clock leaps over has no flows. They don't keep the program running.
 *
 * @param onFailure - told once, when the store takes no more; the feed has then ended
 */
export function startFeed(
  { store, firewall, seed, now }: DemoOptions,
  onFailure: (error: unknown) => void,
): Feed {
  let next = now;
  let underWay: Promise<void> | undefined;
  async function takeIn(end: number) {
    const lines = Array.from({ length: end - next }, (_, index) => next + index)
      .flatMap((second) => flowsEndingIn({ seed, second, crowd: CROWD }))
      .map((flow) => JSON.stringify(flow));
    const source = textSource('the last seconds', `demo:${seed}:${next}-${end}`, lines);
    await store.ingest(source, { fw_instance_id: firewall });
    next = end;
  }
  const timer = setInterval(() => {
    const second = Math.floor(Date.now() / 1000);
    if (underWay !== undefined) return;
    // After a clock that was put back by more than a little, the traffic goes on with it.
    if (Math.abs(second - next) > MAX_CAUGHT_UP) next = second - 1;
    if (second <= next) return;
    underWay = takeIn(second)
      .catch((error: unknown) => {
        clearInterval(timer);
        onFailure(error);
      })
      .finally(() => {
        underWay = undefined;
      });
  }, 1000);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
