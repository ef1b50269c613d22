import { onTestFinished, vi } from 'vitest';

/**
 * Has the programs that a test starts from now on begin at this time, in milliseconds since 1970 UTC: a day
 * may be over while a test runs.
 */
export function startProgramsAt(now: number): void {
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
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(clock)}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}
