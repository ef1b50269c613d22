import {
  type Enrichment,
  enriched,
  type EnrichedFlow,
  flowFields,
  type FlowSource,
  readLog,
  StoreError,
} from '@cfw-flow/store';
import { summarize } from '../inspect/log-summary.ts';
import { printLabelled } from '../output/print-labelled.ts';
import { summaryLines } from '../inspect/summary-lines.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import type { LogFile } from './find-log-files.ts';
import { firstLines, maxLines } from './first-lines.ts';
import type { LogOptions } from './log-options.ts';
import { withSource } from './open-source.ts';
import type { PassedOver } from './passed-over.ts';
import { SourceErrorMessages } from './source-error-messages.ts';
import { tableLines } from '../output/table.ts';
import { note, print, styled, screenWidth } from '../output/terminal.ts';

/** How the files are read. */
export interface DryRunOptions {
  reading: LogOptions;
  enrichment: Enrichment;
  /** Collects the logs without flows. */
  passedOver: PassedOver;
  signal: AbortSignal;
}

/** Number of flows that are shown of a file, side by side. */
const shownFlows = 2;

/**
 * Shows what would be ingested of logs, without ingesting it: the first flows as they would be
 * stored, what would be rejected and why, what the log doesn't say and how to say it.
 *
 * @returns how many can't be read, or have nothing but rejected lines at their beginning
 */
export async function dryRun(files: readonly LogFile[], options: DryRunOptions): Promise<number> {
  const { passedOver } = options;
  let failed = 0;
  const messages = new SourceErrorMessages();
  for (const file of files) {
    try {
      const hasFlow = await withSource(file, options, (source) => show(source, options));
      if (!hasFlow) failed++;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { withoutFlows } = error.details;
      if (withoutFlows) {
        passedOver.addLog(withoutFlows);
        continue;
      }
      for (const line of messages.linesOf(error)) note(escapeControlChars(line));
      failed++;
    }
  }
  for (const line of messages.takeRest()) note(line);
  return failed;
}

/** @returns whether there is a flow, or nothing wrong */
async function show(source: FlowSource, options: DryRunOptions): Promise<boolean> {
  const { reading, enrichment, signal } = options;
  const { format, hosts = [] } = source;
  // It is read once more, from its beginning.
  source.release?.();
  const lines = await firstLines(source, signal);
  const beside: string[][] = [];
  for (const log of hosts) beside.push(await firstLines(log, signal));
  const read = readLog(format, lines, { ...reading, beside });
  const detected = reading.format === undefined ? ', detected by its content' : '';
  print(styled('bold', escapeControlChars(source.name)), `  ${format.title}${detected}`);
  const summary = summarize(format, lines, read, reading.firewall);
  printLabelled(summaryLines(summary, lines.length === maxLines ? 'the first ' : ''));
  print();
  showFlows(enriched(read.flows.slice(0, shownFlows), enrichment));
  return read.flows.length > 0 || read.rejections.length === 0;
}

/** The fields that a stored flow may have, in the order shown. */
const storedFields = [...flowFields, 'ip_lists', 'host_lists'] as const;

function showFlows(flows: readonly EnrichedFlow[]): void {
  if (flows.length === 0) return;
  const fields = storedFields.filter((field) => flows.some((flow) => flow[field] !== undefined));
  const cell = (flow: EnrichedFlow, field: (typeof storedFields)[number]) => {
    const value = flow[field];
    if (value === undefined) return '';
    const isTime = field === 'start_time' || field === 'end_time';
    return isTime ? new Date(Number(value)).toISOString() : String(value);
  };
  const columns = [
    { title: 'field', cells: fields },
    ...flows.map((flow, index) => ({
      title: `flow ${index + 1}`,
      minWidth: 16,
      cells: fields.map((field) => cell(flow, field)),
    })),
  ];
  const [titles = '', ...rows] = tableLines(columns, screenWidth());
  print(styled('bold', titles));
  for (const row of rows) print(row);
  print();
}
