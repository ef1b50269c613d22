import { stat } from 'node:fs/promises';
import { asFailure } from '../failure.ts';

/** A value that is read from files, and read again when they change. */
export interface Reloading<Value> {
  /** The value as it was last read without an error. */
  readonly current: Value;
  /** Stops checking the files, and waits for a read under way. */
  stop(): Promise<void>;
}

/** Which files to read, how, and who is notified. */
export interface ReloadingOptions<Value> {
  files: readonly string[];
  /** Reads all of them; throws when they are not valid. */
  read: () => Promise<Value>;
  /** Called after each read but the first. */
  onReload: (value: Value) => void;
  /** Called when a read fails; the value stays as it was. */
  onFailure: (message: string) => void;
}

/** Milliseconds between two checks of the files. */
const CHECK_EVERY = 1000;

/**
 * Reads files, and again whenever one of them has changed. It polls them, which also works on network
 * file systems and when a file is replaced or comes back.
 *
 * @throws what `read` throws the first time
 */
export async function startReloading<Value>(
  { files, read, onReload, onFailure }: ReloadingOptions<Value>,
  checkEvery: number = CHECK_EVERY,
): Promise<Reloading<Value>> {
  let checkedState = await stateOf(files);
  let current = await read();
  let underWay: Promise<void> | undefined;
  const check = async () => {
    const state = await stateOf(files);
    if (state === checkedState) return;
    // Before the read: what changes during it is read again.
    checkedState = state;
    try {
      current = await read();
    } catch (error) {
      onFailure(asFailure(error).message);
      return;
    }
    onReload(current);
  };
  const timer = setInterval(() => {
    underWay ??= check().finally(() => {
      underWay = undefined;
    });
  }, checkEvery);
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

/** A text that changes when a file is written, replaced, removed or put back. */
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
