import { chmod, lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseFile } from './wal.ts';

/*
 * Flows say who talked to whom, so that nobody but their owner may read them. The folder is what
 * protects the files: the engine makes some of them itself, such as the WAL after each checkpoint,
 * with the rights that the process gives to new files. The rights of a process are of all its threads,
 * and not a library's to change. Windows has other rights, which are left as they are.
 */

/** Rights of a folder that only its owner enters. */
export const privateFolder = 0o700;

/** Rights of a file that only its owner reads and writes. */
export const privateFile = 0o600;

const others = 0o077;

/** Of a folder where many have files, such as that for temporary ones. */
const sticky = 0o1000;

/** The files of a data directory: the database's, those of the store over it, and those of a server over both. */
const ours = new RegExp(
  `^(${databaseFile.replace('.', String.raw`\.`)}.*|rejected(\\.1)?\\.ndjson|control\\.json|ingesting\\.json(\\.new)?)$`,
);

/**
 * Takes the rights of others to a data directory and what is in it. A folder that has something else
 * in it as well, or where many have files, keeps its own rights.
 *
 * @returns what the operator should know; nothing when others had no rights that mattered
 */
export async function takeRightsOfOthers(directory: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  // What can't be read at all is told by opening it.
  const names = await readdir(directory).catch(() => undefined);
  if (names === undefined) return undefined;
  try {
    const held = names.filter((name) => ours.test(name));
    let wereOpen = false;
    for (const name of held) wereOpen = (await tighten(join(directory, name))) || wereOpen;
    // The directory itself may be a link that its operator made.
    const folder = await realpath(directory);
    const { mode } = await lstat(folder);
    const isShared = held.length < names.length || (mode & sticky) !== 0;
    const wasEntered = isShared || (await tighten(folder));
    if (!names.includes(databaseFile) || !wereOpen || !wasEntered) return undefined;
    return `Other users of this machine could read the flows in ${directory}. From now on only its owner can.`;
  } catch (error) {
    return `Other users of this machine may be able to read the flows in ${directory}: its rights can't be changed (${(error as Error).message}). Have its owner take them away: chmod -R go= ${directory}`;
  }
}

/** @returns whether others had rights */
async function tighten(path: string): Promise<boolean> {
  // What a link leads to is not ours.
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isDirectory())) return false;
  if ((found.mode & others) === 0) return false;
  await chmod(path, found.mode & 0o700);
  return true;
}
