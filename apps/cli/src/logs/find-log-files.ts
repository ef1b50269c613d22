import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { databaseFile, isOfDataDirectory } from '../store/data-directory.ts';

/** A log file to be ingested. */
export interface LogFile {
  path: string;
  /** Bytes, as it is on disk. */
  size: number;
}

/** A path without log files: it isn't there, can't be read or is a folder without logs. */
export interface UnusablePath {
  path: string;
  /** What is wrong, and what to do. */
  message: string;
}

/**
 * Which files of a folder are logs: rotated ones too, such as `a.log.1`, `a.log-20261125.gz` and
 * `a.log.2026-11-25T09:00:00Z`, and the parts that CloudWatch exports, such as `000000.gz`.
 */
const logName =
  /\.(?:ndjson|jsonl|json|log|csv)(?:[._-]\d[\dTZ._:+-]*)?(?:\.(?:gz|zst))?$|^\d{6}\.gz$/i;

/** The result of a search for log files. */
export interface FoundLogs {
  files: LogFile[];
  /** Those of the paths given that have no log files. */
  failures: UnusablePath[];
  /** What lies in a folder given and can't be read: a broken link, a folder without permission. */
  leftOut: UnusablePath[];
  /** Files of a folder that are not named like logs, but for hidden ones. */
  unnamed: string[];
}

/** Options of a search. */
export interface FindOptions {
  /** Whether a folder without logs is no failure: logs may be created later. */
  mayBeEmpty?: boolean;
}

/**
 * Finds the log files of paths: a file counts whatever its name is; of a folder, all files named like
 * logs, also in its folders and those that it links to, in the order of their names.
 */
export async function findLogFiles(
  paths: readonly string[],
  { mayBeEmpty = false }: FindOptions = {},
): Promise<FoundLogs> {
  const found = new Map<string, LogFile>();
  const failures: UnusablePath[] = [];
  const leftOut: UnusablePath[] = [];
  const unnamed: string[] = [];
  for (const given of paths) {
    try {
      for (const file of await filesOf(given, leftOut, unnamed)) {
        const known = path.resolve(file.path);
        if (!found.has(known)) found.set(known, file);
      }
    } catch (error) {
      if (mayBeEmpty && error instanceof NoLogs) continue;
      failures.push(await unusable(given, error));
    }
  }
  return { files: [...found.values()], failures, leftOut, unnamed };
}

async function filesOf(
  given: string,
  leftOut: UnusablePath[],
  unnamed: string[],
): Promise<LogFile[]> {
  const status = await stat(given);
  if (!status.isDirectory()) return [{ path: given, size: status.size }];
  const files: LogFile[] = [];
  const unreadable: UnusablePath[] = [];
  /** Real paths of folders: links may be circular. */
  const entered = new Set<string>();
  /** Linked folders come last, so that a file is named by its own path where it has one here. */
  const linked: string[] = [];

  async function enter(folder: string): Promise<void> {
    const real = await realpath(folder);
    if (entered.has(real)) return;
    entered.add(real);
    const entries = await readdir(folder, { withFileTypes: true });
    // A file system may list them in any order. Of two links to a folder, the first one names its files.
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    const isData = entries.some((entry) => entry.name === databaseFile);
    for (const entry of entries) {
      if (isData && isOfDataDirectory(entry.name)) continue;
      const name = path.join(folder, entry.name);
      await collectErrors(name, entry.isDirectory() ? enter(name) : add(name, entry));
    }
  }

  async function add(name: string, entry: Dirent): Promise<void> {
    const isLog = logName.test(entry.name);
    if (!isLog && !entry.isSymbolicLink()) {
      if (!entry.name.startsWith('.')) unnamed.push(name);
      return;
    }
    const found = await stat(name).catch((error: unknown) => {
      if (isLog) throw error;
    });
    if (found?.isDirectory()) linked.push(name);
    else if (found && isLog) files.push({ path: name, size: found.size });
    else if (found) unnamed.push(name);
  }

  async function collectErrors(name: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      unreadable.push(await unusable(name, error));
    }
  }

  await enter(given);
  for (const folder of linked) await collectErrors(folder, enter(folder));
  if (files.length === 0 && unreadable.length === 0) throw new NoLogs();
  leftOut.push(...unreadable.sort(byPath));
  return files.sort(byPath);
}

function byPath(one: { path: string }, other: { path: string }): number {
  if (one.path === other.path) return 0;
  return one.path < other.path ? -1 : 1;
}

class NoLogs extends Error {}

async function unusable(given: string, error: unknown): Promise<UnusablePath> {
  return { path: given, message: await explain(given, error) };
}

async function explain(given: string, error: unknown): Promise<string> {
  const name = escapeControlChars(given);
  if (error instanceof NoLogs) {
    return (
      `The folder ${name} holds no logs. Taken from a folder are *.ndjson, *.jsonl, *.json, *.log and *.csv, ` +
      'rotated ones such as *.log.1, and the same with .gz or .zst; name a file itself if it is ' +
      'called otherwise.'
    );
  }
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      if (given.includes(notUtf8)) return notUtf8Message(name);
      return (await isLink(given))
        ? `${name} is a link to a file that is not there. Repair the link or remove it.`
        : `There is no file or folder ${name}. Check the path.`;
    case 'ELOOP':
      return `${name} is a link that leads back to itself. Repair the link or remove it.`;
    case 'EACCES':
    case 'EPERM':
      return `${name} can't be read: permission denied. Make it readable for this user.`;
    default:
      return `${name} can't be read: ${escapeControlChars(message)}.`;
  }
}

/** What stands in a name for bytes that are no UTF-8. */
const notUtf8 = '\uFFFD';

function notUtf8Message(name: string): string {
  return (
    `${name} can't be opened: its name is not in UTF-8. None of it was ingested.\n` +
    'Rename it, or pipe it in: cfw-flow ingest - < FILE'
  );
}

async function isLink(given: string): Promise<boolean> {
  const found = await lstat(given).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
}
