import type { FlowStore } from '@cfw-flow/store';
import type { CrashRecord } from '../logs/crash-record.ts';
import type { Loaded } from '../logs/load-files.ts';
import type { PassedOver } from '../logs/passed-over.ts';
import { escapeControlCharsInLines } from '../output/escape-control-chars.ts';
import { note } from '../output/terminal.ts';
import { type Following, startFollowing } from './follow.ts';
import { IngestReporter } from './ingest-reporter.ts';
import type { ServeOptions } from './serve-options.ts';

/**
 * Follows the folders of `--watch`, and reports on standard error what is ingested and what fails.
 *
 * @param loaded - what was loaded from the folders at the start
 * @param crashes - which files are set aside
 * @param passedOver - what was reported of what lies beside logs
 */
export function followFolders(
  store: FlowStore,
  options: ServeOptions,
  loaded: readonly Loaded[],
  crashes: CrashRecord,
  passedOver: PassedOver,
): Following {
  const reporter = new IngestReporter(note);
  const following = startFollowing({
    store,
    folders: options.watch ?? [],
    reading: options,
    every: options.watchEvery,
    loaded,
    crashes,
    passedOver,
    onReport: (report) => reporter.add(report),
    onProblem: (message) => note(escapeControlCharsInLines(message)),
  });
  return {
    async stop() {
      await following.stop();
      reporter.flush();
    },
  };
}
