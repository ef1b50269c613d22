import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { databaseFile } from './data-directory.ts';

/** Milliseconds between two checks. */
const checkEvery = 1000;

/**
 * Works with a data directory as long as it stays where it is. The files that a process has open
 * outlive their names: without this, a server would go on to ingest flows that are lost when it ends.
 *
 * @param directory - has a database that is open; undefined in memory, which can't be removed
 * @param work - gets a signal that is aborted with the one given, or when the directory is gone
 * @throws {@link Failure} when the directory was removed or replaced
 */
export async function whileDirectoryStays(
  directory: string | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (directory === undefined) return work(signal);
  const watch = await watchDirectory(directory);
  try {
    await work(AbortSignal.any([signal, watch.gone]));
  } catch (error) {
    // What failed may have failed because of that.
    await watch.check();
    watch.gone.throwIfAborted();
    throw error;
  } finally {
    watch.stop();
  }
  watch.gone.throwIfAborted();
}

async function watchDirectory(directory: string) {
  const paths = [directory, path.join(directory, databaseFile)];
  const identities = () => Promise.all(paths.map((name) => identityOf(name)));
  const before = await identities();
  const gone = new AbortController();
  const check = async () => {
    const now = await identities();
    const stays = now.every((identity, at) => identity === undefined || identity === before[at]);
    if (!stays) gone.abort(wasRemoved(directory));
  };
  const timer = setInterval(() => void check(), checkEvery).unref();
  return { gone: gone.signal, check, stop: () => clearInterval(timer) };
}

/**
 * Identifies a file, so that another one in its place is noticed.
 *
 * @returns undefined when the system doesn't say, as on a network disk that is away for a moment
 */
async function identityOf(name: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(name, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : undefined;
  }
}

function wasRemoved(directory: string): Failure {
  return new Failure(
    `The data directory ${escapeControlChars(directory)} was removed or replaced while it was served, so that this server\n` +
      'ends. What it held is gone with it, unless it was moved: put it back, or start again to ingest\n' +
      'the logs into a new one.',
  );
}
