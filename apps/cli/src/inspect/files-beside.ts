import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogFile } from '../logs/find-log-files.ts';
import { type InspectOptions, inspectFile } from './inspect-file.ts';

/** A file of a folder that is not ingested with it. */
export interface FileBeside {
  path: string;
  /** Why, and what to do if it should be. */
  reason: string;
}

/** Files that are looked into, whether they are logs under other names. */
const maxLookedInto = 50;

/** Bytes that are read of each. */
const bounds = { head: 64 * 1024, tail: 0 };

/** Files that are named like logs. */
const logName = /\.(?:ndjson|jsonl|json|log)\b/i;

/** The files of folders that are not among those found, and why. */
export async function filesBeside(
  paths: readonly string[],
  found: readonly LogFile[],
  options: Omit<InspectOptions, 'bounds'>,
): Promise<FileBeside[]> {
  const known = new Set(found.map((file) => path.resolve(file.path)));
  const others: string[] = [];
  for (const given of paths) {
    const isFolder = await stat(given).then(
      (status) => status.isDirectory(),
      () => false,
    );
    if (isFolder)
      others.push(...(await filesIn(given)).filter((name) => !known.has(path.resolve(name))));
  }
  const beside: FileBeside[] = [];
  for (const name of others.sort()) {
    options.signal.throwIfAborted();
    if (logName.test(path.basename(name))) {
      beside.push({ path: name, reason: 'a log of Zeek without connections' });
    } else {
      const report =
        beside.length < maxLookedInto && (await inspectFile(name, { ...options, bounds }));
      const isLog = report && report.verdict === 'log';
      const holds = isLog ? `, but holds ${report.what}: name the file itself to ingest it` : '';
      beside.push({ path: name, reason: `not named like a log${holds}` });
    }
  }
  return beside;
}

/** What can't be read of a folder is told where its logs are looked for. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
