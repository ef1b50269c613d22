import type { FlowStore } from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { CrashRecord } from '../logs/crash-record.ts';
import { findLogFiles } from '../logs/find-log-files.ts';
import { loadFiles } from '../logs/load-files.ts';
import { reportProblems } from '../logs/report-problems.ts';

/**
 * Ingests log files, and those of folders. Lines that are rejected are reported on standard error.
 *
 * @param firewall - firewall of flows that name none
 * @throws `Failure` when one of them can't be read, or a folder holds no logs
 */
export async function loadTestLogs(
  store: FlowStore,
  paths: readonly string[],
  firewall: string,
): Promise<void> {
  const { files, failures, leftOut } = await findLogFiles(paths);
  failWith([...failures, ...leftOut]);
  const loaded = await loadFiles(store, files, {
    reading: { firewall },
    crashes: await CrashRecord.open(undefined),
    signal: new AbortController().signal,
  });
  failWith(loaded.flatMap((result) => ('error' in result ? [result.error] : [])));
  reportProblems(loaded);
}

function failWith(failures: readonly { message: string }[]): void {
  if (failures.length > 0) throw new Failure(failures.map(({ message }) => message).join('\n'));
}
