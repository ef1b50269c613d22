import {
  type Enrichment,
  enriched,
  type EnrichedFlow,
  fileSource,
  flowFields,
  type FlowSource,
  type LogFormat,
  lineChunks,
  linesOf,
  mappingOf,
  type ReadLog,
  readLog,
  StoreError,
} from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import type { LogFile } from './log-files.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { SourceTroubles } from './source-troubles.ts';
import { tableLines } from '../output/table.ts';
import { note, print, styled } from '../output/terminal.ts';

/** How files are looked at. */
export interface DryRunOptions {
  firewall: string;
  internalNetworks?: readonly string[] | undefined;
  /** Format of the files; told by their content when left out. */
  format?: LogFormat | undefined;
  enrichment: Enrichment;
  signal: AbortSignal;
}

/** Lines of a file that are looked at, and of each log beside it. */
const MAX_LINES = 10_000;

/** Flows that are shown of a file, side by side. */
const SHOWN_FLOWS = 2;

/** Rejected lines that are shown of a file. */
const SHOWN_REJECTIONS = 5;

/**
 * Shows what would be ingested of files, without ingesting it: the first flows as they would be
 * stored, what would be rejected and why, and what the log doesn't say.
 *
 * @returns how many files can't be read
 */
export async function dryRun(files: readonly LogFile[], options: DryRunOptions): Promise<number> {
  let failed = 0;
  const troubles = new SourceTroubles();
  for (const { path } of files) {
    try {
      await show(await fileSource(path, { format: options.format }), options);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      for (const line of troubles.linesOf(error)) note(escapeControlChars(line));
      failed++;
    }
  }
  return failed;
}

async function show(source: FlowSource, options: DryRunOptions): Promise<void> {
  const { firewall, internalNetworks, enrichment, signal } = options;
  const { format, hosts = [] } = source;
  const lines = await firstLines(source, signal);
  const beside: string[][] = [];
  for (const log of hosts) beside.push(await firstLines(log, signal));
  const read = readLog(format, lines, {
    firewall,
    beside,
    ...(internalNetworks && { internalNetworks }),
  });
  const told = options.format === undefined ? ', told by its content' : '';
  print(styled('bold', escapeControlChars(source.name)), `  ${format.title}${told}`);
  print(sumsInWords(read, lines.length));
  for (const guess of guesses(format)) print(guess);
  print();
  showFlows(enriched(read.flows.slice(0, SHOWN_FLOWS), enrichment));
  for (const { line, reason } of read.rejections.slice(0, SHOWN_REJECTIONS)) {
    print(`line ${line} rejected: ${escapeControlChars(reason)}`);
  }
  const more = read.rejections.length - SHOWN_REJECTIONS;
  if (more > 0) print(`… and ${counted(more, 'more line')} rejected`);
  if (read.rejections.length > 0) print();
}

async function firstLines(log: Pick<FlowSource, 'name' | 'open'>, signal: AbortSignal) {
  const lines: string[] = [];
  for await (const chunk of lineChunks(log.name, log.open().content, 1 << 20)) {
    signal.throwIfAborted();
    for (const { line, text } of linesOf(chunk)) {
      // Blank ones are left out by `linesOf`, and count all the same.
      while (lines.length < line - 1) lines.push('');
      if (lines.length === MAX_LINES) return lines;
      lines.push(text);
    }
  }
  return lines;
}

function sumsInWords({ flows, rejections, skipped }: ReadLog, lines: number): string {
  const first =
    lines === MAX_LINES ? `the first ${formatCount(lines)} lines` : `${counted(lines, 'line')}`;
  const parts = [counted(flows.length, 'flow'), `${formatCount(rejections.length)} rejected`];
  if (skipped > 0) parts.push(`${formatCount(skipped)} skipped`);
  return `${first}: ${parts.join(', ')}`;
}

/** What a log of a format doesn't say, and where it comes from instead. */
function guesses(format: LogFormat): string[] {
  const mapping = mappingOf(format);
  const from = (place: string) => mapping.filter(([, where]) => where === place);
  return ['the internal networks', 'the firewall of the source'].flatMap((place) => {
    const fields = from(place).map(([field]) => field);
    return fields.length === 0 ? [] : [`${fields.join(', ')}: from ${place}`];
  });
}

/** What a flow may have, in this order. */
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
