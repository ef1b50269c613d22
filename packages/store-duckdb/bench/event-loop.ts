import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop kept others waiting, in milliseconds. */
export interface Delays {
  p99: number;
  max: number;
}

/** Milliseconds between the looks at the event loop, which the histogram counts as delay. */
const resolution = 1;

/** Watches the event loop, from its next turn on. */
export function watchEventLoop() {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  return {
    /** The delays since the last time. */
    lap(): Delays {
      const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
      const delays = { p99: delay(histogram.percentile(99)), max: delay(histogram.max) };
      histogram.reset();
      return delays;
    },
    stop() {
      histogram.disable();
    },
  };
}
