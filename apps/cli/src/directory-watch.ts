import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.ts';
import { harmless } from './harmless.ts';

/** Milliseconds between two looks. */
const pause = 1000;

/** A data directory that is looked at while a server has it open. */
export interface DirectoryWatch {
  /** Aborted when it is gone, with a {@link Failure} as its reason. */
  readonly gone: AbortSignal;
  /** Looks at once, when something failed. */
  look(): Promise<void>;
  /** Ends it. */
  stop(): void;
}

/**
 * Looks whether a data directory stays where it is. The files that a process has open outlive their
 * names: without this, a server would go on to ingest flows that are lost when it ends.
 *
 * @param directory - has a database that is open
 */
export async function watchDirectory(directory: string): Promise<DirectoryWatch> {
  const places = [directory, path.join(directory, 'flows.duckdb')];
  const identities = () => Promise.all(places.map((place) => identityOf(place)));
  const before = await identities();
  const gone = new AbortController();
  const look = async () => {
    const now = await identities();
    const stays = now.every((identity, at) => identity === undefined || identity === before[at]);
    if (!stays) gone.abort(wasRemoved(directory));
  };
  const timer = setInterval(() => void look(), pause).unref();
  return { gone: gone.signal, look, stop: () => clearInterval(timer) };
}

/**
 * What tells a file from another one in its place.
 *
 * @returns nothing when the system doesn't say, as on a network disk that is away for a moment
 */
async function identityOf(place: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(place, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : undefined;
  }
}

function wasRemoved(directory: string): Failure {
  return new Failure(
    `The data directory ${harmless(directory)} was removed or replaced while it was served, so that this server\n` +
      'ends. What it held is gone with it, unless it was moved: put it back, or start again to ingest\n' +
      'the logs into a new one.',
  );
}
