import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.ts';

/** A log file to be taken in. */
export interface LogFile {
  path: string;
  /** Bytes, as it is on disk. */
  size: number;
}

/** Which files of a folder are logs. */
const logName = /\.(?:ndjson|jsonl|json|log)(?:\.gz)?$/i;

/** What a search for log files found. */
export interface FoundLogs {
  files: LogFile[];
  /** Why a path gave no files: it isn't there, can't be read or is a folder without logs. */
  failures: Failure[];
}

/**
 * The files that paths name: a file is taken whatever its name; of a folder, all that are named
 * like logs, its folders included, in the order of their names.
 */
export async function findLogFiles(paths: readonly string[]): Promise<FoundLogs> {
  const found = new Map<string, LogFile>();
  const failures: Failure[] = [];
  for (const given of paths) {
    try {
      for (const file of await filesOf(given)) {
        const known = path.resolve(file.path);
        if (!found.has(known)) found.set(known, file);
      }
    } catch (error) {
      failures.push(unfindable(given, error));
    }
  }
  return { files: [...found.values()], failures };
}

async function filesOf(given: string): Promise<LogFile[]> {
  const { size, ...status } = await describe(given);
  if (!status.isFolder) return [{ path: given, size }];
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && logName.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const files: LogFile[] = [];
  for (const name of names) files.push({ path: name, size: (await describe(name)).size });
  if (files.length > 0) return files;
  throw new Failure(
    `The folder ${given} holds no logs. Taken from a folder are *.ndjson, *.jsonl, *.json and *.log,\n` +
      'and the same with .gz; name a file itself if it is called otherwise.',
  );
}

async function describe(file: string): Promise<{ isFolder: boolean; size: number }> {
  const found = await stat(file);
  return { isFolder: found.isDirectory(), size: found.size };
}

function unfindable(given: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new Failure(`There is no file or folder ${given}. Check the path.`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new Failure(
      `${given} can't be read: permission denied. Make it readable for this user.`,
    );
  }
  return new Failure(`${given} can't be read: ${message}.`);
}
