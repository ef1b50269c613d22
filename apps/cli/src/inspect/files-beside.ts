import { type FileReport, type InspectOptions, inspectFile } from './inspect-file.ts';

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

/**
 * Files of folders that are not ingested with them, and why.
 *
 * @param unnamed - those that are not named like logs
 * @param reports - what was found out about the others
 */
export async function filesBeside(
  unnamed: readonly string[],
  reports: readonly FileReport[],
  options: Omit<InspectOptions, 'bounds'>,
): Promise<FileBeside[]> {
  const beside: FileBeside[] = [];
  for (const [at, path] of [...unnamed].sort().entries()) {
    options.signal.throwIfAborted();
    const report = at < maxLookedInto ? await inspectFile(path, { ...options, bounds }) : undefined;
    const isLog = report?.verdict === 'log';
    const holds = isLog ? `, but holds ${report.what}: name the file itself to ingest it` : '';
    beside.push({ path, reason: `not named like a log${holds}` });
  }
  for (const { path, verdict, what } of reports) {
    if (verdict === 'passed over') beside.push({ path, reason: `${what}, a log without flows` });
  }
  return beside;
}
