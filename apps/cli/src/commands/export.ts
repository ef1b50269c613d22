import type { Item } from '@cfw-flow/types';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { type Collected, collectGroups, maxGroups } from '../export/collect-groups.ts';
import { exportFormat, type ExportFormat } from '../export/export-format.ts';
import { groupLines, writeGroups } from '../export/write-groups.ts';
import { Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatCount, formatSeconds, formatTime } from '../output/quantity.ts';
import { print } from '../output/terminal.ts';
import { checkPlace } from '../output/write-atomically.ts';

/** Options of `cfw-flow export`. */
export interface ExportOptions extends ConnectionOptions {
  format?: ExportFormat;
  output?: string;
}

/**
 * Writes all groups of a window into a file, or to standard output.
 *
 * @throws {@link Failure} when there are groups that the server doesn't give; the others are written
 */
export async function exportGroups(item: Item, options: ExportOptions): Promise<void> {
  const { output } = options;
  const format = exportFormat(options.format, output);
  if (output !== undefined) await checkPlace(output);
  const { client, query, window } = await connect(options);
  let collected: Collected | undefined;
  await untilInterrupted(async (signal) => {
    const progress = showProgress({
      title: 'Exporting',
      total: window.end - window.start,
      describe: (done, seconds) => progressText(done / (window.end - window.start), seconds),
    });
    const all = await collectGroups(
      (part) => client.listFlowStatistic({ ...query, ...part, item, size: maxGroups }, { signal }),
      { start_time: window.start, end_time: window.end },
      progress.update,
    )
      .catch((error: unknown) => {
        // The client has its own words for it.
        signal.throwIfAborted();
        throw error;
      })
      .finally(() => progress.stop());
    if (output !== undefined) await writeGroups(all.groups, format, output, signal);
    collected = all;
  });
  if (collected === undefined) throw new Failure('Interrupted. Nothing is written.');
  if (output !== undefined) {
    const { groups, questions } = collected;
    print(
      `${counted(groups.length, 'group')} of ${item} from ${formatTime(window.start)} to ` +
        `${formatTime(window.end)} written to ${output}, by ${counted(questions, 'question')}`,
    );
  } else if (format !== 'parquet') {
    for (const line of groupLines(collected.groups, format)) print(line);
  }
  warnOfMissing(collected, item);
}

function progressText(share: number, seconds: number): string {
  if (share === 0) return '';
  return `${formatSeconds((seconds * (1 - share)) / share)} left`;
}

function warnOfMissing({ groups, total, incompleteParts }: Collected, item: Item): void {
  if (incompleteParts === 0) return;
  throw new Failure(
    `Of ${counted(total, 'group')} of ${item}, ${formatCount(total - groups.length)} are missing, and others ` +
      `may have too little: in ${counted(incompleteParts, 'millisecond')} more than ` +
      `${formatCount(maxGroups)} groups had flows that ended then, which is more than a server gives. ` +
      'Narrow the flows, such as by --direction, for the rest.',
  );
}
