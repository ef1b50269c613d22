import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../failure.ts';
import { findLogFiles, type LogFile, type UnusablePath } from '../logs/find-log-files.ts';
import { PassedOver } from '../logs/passed-over.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import type { ServeOptions } from './serve-options.ts';

/** The logs that a server loads before it serves. */
export interface LogsToLoad {
  files: readonly LogFile[];
  /** Absolute paths of those in followed folders. */
  watched: ReadonlySet<string>;
  /** What lies in a folder and can't be read. */
  leftOut: readonly UnusablePath[];
  /** What lies beside logs, and was reported of it. */
  passedOver: PassedOver;
}

/**
 * Finds the files of `--logs` and `--watch`.
 *
 * @throws {@link Failure} when a path can't be used
 */
export async function findLogs({ logs = [], watch = [] }: ServeOptions): Promise<LogsToLoad> {
  const named = await findLogFiles(logs);
  const followed = await findLogFiles(watch, { mayBeEmpty: true });
  const failures = [...named.failures, ...followed.failures].map(({ message }) => message);
  failures.push(...(await notFolders(watch)));
  if (failures.length > 0) throw new Failure(failures.join('\n'));
  const watched = new Set(followed.files.map((file) => path.resolve(file.path)));
  const others = named.files.filter((file) => !watched.has(path.resolve(file.path)));
  const passedOver = new PassedOver();
  passedOver.addFiles([...followed.unnamed, ...named.unnamed]);
  return {
    files: [...followed.files, ...others],
    watched,
    leftOut: [...named.leftOut, ...followed.leftOut],
    passedOver,
  };
}

async function notFolders(watch: readonly string[]): Promise<string[]> {
  const messages: string[] = [];
  for (const folder of watch) {
    const found = await stat(folder).catch(() => undefined);
    if (found && !found.isDirectory()) {
      messages.push(
        `${escapeControlChars(folder)} is not a folder. --watch follows folders; --logs ingests a file.`,
      );
    }
  }
  return messages;
}
