import { onTestFinished, vi } from 'vitest';

/** Has the clock of a test stand still while this process is halted, and jump when the test says so. */
export function pacedByTheTest(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'performance'],
    shouldAdvanceTime: true,
  });
  onTestFinished(() => void vi.useRealTimers());
}
