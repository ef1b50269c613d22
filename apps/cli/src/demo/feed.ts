import { type FlowStore, textSource } from '@cfw-flow/store';
import { showProgress } from '../output/progress.ts';
import { counted } from '../output/quantity.ts';
import { storiesAround } from './stories.ts';
import { flowsEndingIn } from './traffic.ts';

/** The traffic of the demo. */
export interface DemoOptions {
  store: FlowStore;
  /** Firewall that all flows pass. */
  firewall: string;
  /** Seed of the random traffic. */
  seed: number;
  /** Start of the feed, seconds since 1970 UTC: flows that ended before are the history. */
  now: number;
}

const SEED = 8239;
const HOUR = 3_600;
const HISTORY = 7 * 24 * HOUR;
/** Maximum number of seconds to catch up with: a machine may have slept, or its clock jumped by years. */
const MAX_CAUGHT_UP = 600;

/** The traffic of `serve --demo`, from now on. */
export function demoTraffic(store: FlowStore, firewall: string): DemoOptions {
  return { store, firewall, seed: SEED, now: Math.floor(Date.now() / 1000) };
}

/** Ingests the seven days before `now`. */
export async function loadHistory(
  { store, firewall, seed, now }: DemoOptions,
  signal: AbortSignal,
): Promise<void> {
  const stories = storiesAround(now);
  let flows = 0;
  const progress = showProgress({
    title: 'Making seven days of traffic',
    total: HISTORY,
    describe: () => counted(flows, 'flow'),
  });
  function* lines() {
    flows = 0;
    const first = now - HISTORY;
    for (let second = first; second < now; second += 1) {
      for (const flow of flowsEndingIn({ seed, second, stories })) {
        flows += 1;
        yield JSON.stringify(flow);
      }
      if (second % HOUR === 0) progress.update(second - first);
    }
  }
  try {
    const source = textSource('the last seven days', `demo:${seed}:history:${now}`, lines);
    await store.ingest(source, { fw_instance_id: firewall, signal });
  } finally {
    progress.stop();
  }
}

/** A feed of new flows. */
export interface Feed {
  /** Stops it, and waits for an ingest under way. */
  stop(): Promise<void>;
}

/**
 * Ingests, every second, the flows of the seconds that have passed since `now`, at most ten minutes of
 * them: seconds that a clock skips have no flows. Its timer keeps no process running.
 *
 * @param onFailure - called once, when an ingest fails; the feed has then stopped
 */
export function startFeed(
  { store, firewall, seed, now }: DemoOptions,
  onFailure: (error: unknown) => void,
): Feed {
  const stories = storiesAround(now);
  let next = now;
  let underWay: Promise<void> | undefined;
  async function ingestUntil(end: number) {
    const lines = Array.from({ length: end - next }, (_, index) => next + index)
      .flatMap((second) => flowsEndingIn({ seed, second, stories }))
      .map((flow) => JSON.stringify(flow));
    const source = textSource('the last seconds', `demo:${seed}:${next}-${end}`, lines);
    await store.ingest(source, { fw_instance_id: firewall });
    next = end;
  }
  const timer = setInterval(() => {
    const second = Math.floor(Date.now() / 1000);
    if (underWay !== undefined) return;
    // When the clock jumped, the traffic continues from its new time.
    if (Math.abs(second - next) > MAX_CAUGHT_UP) next = second - 1;
    if (second <= next) return;
    underWay = ingestUntil(second)
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
