import { readlinkSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFile } from './wal.ts';

/*
 * A process that is killed leaves its temporary files. The next one removes them, and never those of
 * a process that lives.
 */

/** Folders of this process. */
const own = new Set<string>();

const prefix = 'cfw-flow-memory';

/**
 * Makes a folder for what a database in memory has no room for, and removes those of processes that
 * are gone.
 */
export async function createMemoryFolder(): Promise<string> {
  await removeMemoryFolders();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}-${processes()}-${process.pid}-`));
  own.add(folder);
  return folder;
}

/** The processes of a container have numbers of their own, which say nothing elsewhere. */
function processes(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))![0];
  } catch {
    return '0';
  }
}

async function removeMemoryFolders(): Promise<void> {
  const pattern = new RegExp(`^${prefix}-${processes()}-(\\d+)-`);
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const owner = pattern.exec(name)?.[1];
    if (owner === undefined) continue;
    const folder = join(tmpdir(), name);
    if (await isLeft(folder, Number(owner))) {
      // It may be another user's.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function isLeft(folder: string, owner: number): Promise<boolean> {
  // A container that starts again has the same number, and so it may be after a long time.
  if (owner === process.pid) return !own.has(folder) && (await isBeforeProcess(folder));
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Removes the temporary files that the engine left in a data directory, which this process has open.
 * Those that it has made meanwhile stay.
 */
export async function removeEngineFiles(directory: string): Promise<void> {
  const folder = join(directory, `${databaseFile}.tmp`);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    if (await isBeforeProcess(file)) await rm(file, { force: true });
  }
}

async function isBeforeProcess(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.mtimeMs < Date.now() - process.uptime() * 1000;
}
