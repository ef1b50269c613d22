import { vi } from 'vitest';

/**
 * Has programs that are started from now on begin at this time, in milliseconds since 1970 UTC: what they
 * say may depend on the time of the day, and a day may be over while a test runs.
 *
 * @returns what ends that
 */
export function startProgramsAt(now: number): () => void {
  const clock = `
    const ahead = ${now} - Date.now();
    const { now: real } = Date;
    globalThis.Date = class extends Date {
      constructor(...args) {
        super(...(args.length === 0 ? [real() + ahead] : args));
      }
      static now() {
        return real() + ahead;
      }
    };`;
  return importFirst(clock);
}

/**
 * Has programs that are started from now on find a millisecond over at once: on a busy machine, an answer
 * may be there when it is noticed that the time is up.
 *
 * @returns what ends that
 */
export function millisecondsPassAtOnce(): () => void {
  return importFirst(`
    const { setTimeout: real } = globalThis;
    globalThis.setTimeout = (act, time, ...args) => {
      if (time !== 1) return real(act, time, ...args);
      queueMicrotask(() => act(...args));
      return real(() => {}, 0);
    };`);
}

/** Has programs that are started from now on run this before their own modules. */
function importFirst(code: string): () => void {
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(code)}`);
  return () => void vi.unstubAllEnvs();
}
