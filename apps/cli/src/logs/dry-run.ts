import {
  type Enrichment,
  enriched,
  type EnrichedFlow,
  fileSource,
  flowFields,
  type FlowSource,
  maxLineBytes,
  readLog,
  StoreError,
} from '@cfw-flow/store';
import { summarize } from '../inspect/log-summary.ts';
import { printLabelled } from '../inspect/print-labelled.ts';
import { summaryLines } from '../inspect/summary-lines.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import type { LogFile } from './find-log-files.ts';
import type { LogOptions } from './log-options.ts';
import { SourceErrorMessages } from './source-error-messages.ts';
import { tableLines } from '../output/table.ts';
import { note, print, styled } from '../output/terminal.ts';

/** How the files are read. */
export interface DryRunOptions {
  reading: LogOptions;
  enrichment: Enrichment;
  signal: AbortSignal;
}

/** Maximum number of lines that are read of a file, and of each log beside it. */
const maxLines = 10_000;

/** Number of flows that are shown of a file, side by side. */
const shownFlows = 2;

/**
 * Shows what would be ingested of files, without ingesting it: the first flows as they would be
 * stored, what would be rejected and why, what the log doesn't say and how to say it.
 *
 * @returns how many files can't be read
 */
export async function dryRun(files: readonly LogFile[], options: DryRunOptions): Promise<number> {
  let failed = 0;
  const messages = new SourceErrorMessages();
  for (const { path } of files) {
    try {
      await show(await fileSource(path, options.reading), options);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      for (const line of messages.linesOf(error)) note(escapeControlChars(line));
      failed++;
    }
  }
  return failed;
}

async function show(source: FlowSource, options: DryRunOptions): Promise<void> {
  const { reading, enrichment, signal } = options;
  const { format, hosts = [] } = source;
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
}

async function firstLines(log: Pick<FlowSource, 'open'>, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of log.open().content) {
    signal.throwIfAborted();
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    // Of a line that is too long, more is not needed to reject it.
    rest = parts.pop()!.slice(0, maxLineBytes + 1);
    lines.push(...parts);
    if (lines.length >= maxLines) return lines.slice(0, maxLines);
  }
  return rest === '' ? lines : [...lines, rest];
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
  const [titles = '', ...rows] = tableLines(columns, process.stdout.columns ?? Infinity);
  print(styled('bold', titles));
  for (const row of rows) print(row);
  print();
}
