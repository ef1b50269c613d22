import { DATA } from '../defaults.ts';
import { type CrashRecord, setAsideMessage, suspectMessage } from '../logs/crash-record.ts';
import { note } from '../output/terminal.ts';
import type { LogsToLoad } from './find-logs.ts';

/** Logs in the order in which they are loaded. */
interface SortedLogs {
  /** To be loaded first. */
  first: LogsToLoad;
  /** To be loaded when all else is served: a process ended while they were ingested. */
  suspects: LogsToLoad;
}

/**
 * Leaves those logs to the end that an earlier process was ingesting when it ended, leaves out those of
 * which that happened twice in a row, and says so on standard error.
 *
 * @param directory - the data directory; undefined in memory
 */
export async function sortByCrashes(
  logs: LogsToLoad,
  crashes: CrashRecord,
  directory: string | undefined,
): Promise<SortedLogs> {
  const { files, suspects, setAside } = await crashes.sort(logs.files);
  const leftOut = setAside.map((file) => ({
    path: file.path,
    message: setAsideMessage(file, directory ?? DATA),
  }));
  for (const { message } of leftOut) note(message);
  for (const file of suspects) note(suspectMessage(file));
  return {
    first: { ...logs, files, leftOut: [...logs.leftOut, ...leftOut] },
    suspects: { ...logs, files: suspects, leftOut: [] },
  };
}
