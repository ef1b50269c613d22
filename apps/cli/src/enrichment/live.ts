import { stat } from 'node:fs/promises';
import { asFailure } from '../failure.ts';

/** What is read from files, kept as new as they are. */
export interface Live<Value> {
  /** As of the last reading that went well. */
  readonly current: Value;
  /** Ends the looking, and waits for a reading under way. */
  stop(): Promise<void>;
}

/** What a {@link Live} value is made of. */
export interface Reading<Value> {
  files: readonly string[];
  /** Reads all of them; throws when the value can't be made. */
  read: () => Promise<Value>;
  /** Told after each reading but the first. */
  onReload: (value: Value) => void;
  /** Told when a reading fails, and the value stays as it was. */
  onFailure: (message: string) => void;
}

/** Milliseconds from one look at the files to the next. */
const LOOK_EVERY = 1000;

/**
 * Reads files, and again whenever one of them has changed. It looks at them rather than being told:
 * that works over networks, too, and when a file is replaced or comes back.
 *
 * @throws what `read` throws the first time
 */
export async function keepReading<Value>(
  { files, read, onReload, onFailure }: Reading<Value>,
  lookEvery: number = LOOK_EVERY,
): Promise<Live<Value>> {
  let seen = await stateOf(files);
  let current = await read();
  let underWay: Promise<void> | undefined;
  const look = async () => {
    const state = await stateOf(files);
    if (state === seen) return;
    // What changes while it is read is read again.
    seen = state;
    try {
      current = await read();
    } catch (error) {
      onFailure(asFailure(error).message);
      return;
    }
    onReload(current);
  };
  const timer = setInterval(() => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
  }, lookEvery);
  timer.unref();
  return {
    get current() {
      return current;
    },
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}

/** The same as long as no file is written, replaced, removed or put back. */
async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    try {
      const { ino, size, mtimeMs, ctimeMs } = await stat(file);
      return [ino, size, mtimeMs, ctimeMs].join(' ');
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code);
    }
  });
  return (await Promise.all(states)).join('\n');
}
