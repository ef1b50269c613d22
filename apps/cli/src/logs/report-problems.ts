import path from 'node:path';
import type { IngestReport } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { note } from '../output/terminal.ts';
import type { Loaded } from './load-files.ts';
import { isPipe } from './pipes.ts';
import { SourceErrorMessages } from './source-error-messages.ts';

/** Maximum number of rejected lines reported of each file. */
const maxReported = 5;

/**
 * Reports on standard error which files failed, and which lines of the others were rejected.
 *
 * @param data - the data directory, if there is one: it has a file with all rejected lines
 */
export function reportProblems(loaded: readonly Loaded[], data?: string): void {
  const messages = new SourceErrorMessages();
  for (const result of loaded) {
    if ('report' in result) {
      if (isPipe(result.file)) reportEmpty(result.report);
      reportRejected(result.report, data);
    } else if ('error' in result) {
      for (const line of messages.linesOf(result.error)) note(escapeControlChars(line));
    }
  }
  for (const line of messages.takeRest()) note(line);
}

/** A writer that failed is not seen but for that: what it wrote before is all that there is. */
function reportEmpty({ source, repeated, flows, rejected, skipped }: IngestReport): void {
  if (repeated || flows + rejected + skipped > 0) return;
  note(`${escapeControlChars(source)} was empty. If that is unexpected, see what wrote into it.`);
}

function reportRejected(report: IngestReport, data: string | undefined): void {
  const { rejected, rejections, flows } = report;
  if (rejected === 0) return;
  const source = escapeControlChars(report.source);
  const accepted = flows === 0 ? 'none is a flow' : `${counted(flows, 'flow')} ingested`;
  note(`${source}: ${counted(rejected, 'line')} rejected, ${accepted}`);
  const reported = rejections.slice(0, maxReported);
  for (const { line, reason } of reported) {
    note(`  ${source}:${line}: ${escapeControlChars(reason)}`);
  }
  const more = rejected - reported.length;
  if (more === 0) return;
  const where =
    data === undefined ? '' : `, see ${escapeControlChars(path.join(data, 'rejected.ndjson'))}`;
  note(`  … and ${formatCount(more)} more${where}`);
}
