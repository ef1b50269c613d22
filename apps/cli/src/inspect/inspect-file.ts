import { open, stat } from 'node:fs/promises';
import {
  compressionOf,
  type FileKind,
  fileKind,
  kindOfUnknown,
  fileSource,
  type FlowSource,
  type LogFormat,
  ltsTrafficLog,
  readLog,
  StoreError,
} from '@cfw-flow/store';
import type { LogOptions } from '../logs/log-options.ts';
import { type LogSummary, summarize } from './log-summary.ts';
import { type Sample, type SampleBounds, sampleOf } from './sample.ts';
import { otherText } from './other-text.ts';

/** What a file turns out to be. */
export type Verdict =
  /** A log with flows. */
  | 'log'
  /** A log of a format that is known, without a flow in what was read. */
  | 'no flows'
  /** A log of a kind that has no flows, though it lies beside logs that do. */
  | 'passed over'
  | 'empty'
  /** It can be read, but is no log of a format that is known. */
  | 'unknown'
  | 'unreadable';

/** What is found out about a file. */
export interface FileReport {
  path: string;
  /** Bytes on disk. */
  size: number;
  verdict: Verdict;
  /** What it is, for people. */
  what: string;
  /** What it is inside of, the outermost first, such as gzip. */
  inside: string[];
  /** How its lines are read, and what tells so: its content, or an option. */
  format?: { name: string; title: string; mark: string; by: 'content' | 'option' };
  /** What is wrong with it, and what to do. */
  advice?: string;
  /** The beginning of the first line of a file that is unknown. */
  firstLine?: string;
  /** How much of its content was read. */
  read?: Pick<Sample, 'head' | 'tail' | 'isWhole'>;
  /** What its lines are. */
  summary?: LogSummary;
  /** Logs beside it that name hosts. */
  hosts?: string[];
}

/** How files are looked into. */
export interface InspectOptions {
  reading: LogOptions;
  bounds: SampleBounds;
  signal: AbortSignal;
}

/** Bytes at the beginning that tell what a file is. */
const magicSize = 512;

/** Looks into a file. Of its content it reads no more than the bounds say, and a line at least. */
export async function inspectFile(path: string, options: InspectOptions): Promise<FileReport> {
  const base: FileReport = { path, size: 0, verdict: 'unreadable', what: 'unreadable', inside: [] };
  try {
    const found = await stat(path);
    base.size = found.size;
    if (!found.isFile()) return notAFile(base);
    const head = await headOf(path);
    const compression = compressionOf(head);
    if (compression !== 'none') base.inside = [compression];
    const other = compression === 'none' ? fileKind(head) : undefined;
    if (other) return unknown(base, other);
    return await inspectContent(base, options);
  } catch (error) {
    options.signal.throwIfAborted();
    return { ...base, ...failureOf(error) };
  }
}

function notAFile(base: FileReport): FileReport {
  return {
    ...base,
    what: 'a pipe or a device',
    advice: 'It can be read only once, so it is not looked into. Write its lines to a file first.',
  };
}

function unknown(report: FileReport, { is, advice }: FileKind): FileReport {
  return { ...report, verdict: 'unknown', what: is, advice };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(magicSize), 0, magicSize, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function inspectContent(base: FileReport, options: InspectOptions): Promise<FileReport> {
  const { reading, bounds, signal } = options;
  const opened = await openAsLog(base.path, reading);
  const envelopes = opened.source?.format.envelopes ?? [];
  const isPlain = base.inside.length === 0 && envelopes.length === 0;
  const size = isPlain ? base.size : undefined;
  const inside = [...base.inside, ...envelopes.map(({ title }) => title)];
  const source = opened.source ?? (await fileSource(base.path, { format: ltsTrafficLog }));
  const sample = await sampleOf(source, size, bounds, signal);
  const { lines, beginning, head, tail, isWhole } = sample;
  const report = { ...base, inside, read: { head, tail, isWhole } };
  const firstLine = lines.find((line) => line.trim() !== '');
  if (firstLine === undefined && isWhole) return { ...report, verdict: 'empty', what: 'empty' };
  const other = opened.source === undefined ? kindOfUnknown(Buffer.from(beginning)) : undefined;
  if (other) return unknown(report, other);
  if (opened.source === undefined) {
    const text = firstLine ?? Buffer.from(beginning).toString('utf8');
    const told =
      opened.advice === undefined ? otherText(text) : { is: 'text', advice: opened.advice };
    return { ...unknown(report, told), firstLine: text.slice(0, 200) };
  }
  return { ...report, ...(await inspectLines(opened.source, sample, options)) };
}

/** A file as a log, or why it is of no format. */
async function openAsLog(
  path: string,
  reading: LogOptions,
): Promise<{ source?: FlowSource; advice?: string }> {
  try {
    return { source: await fileSource(path, reading) };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'SOURCE_FORMAT') throw error;
    // Which formats there are, `formats` lists.
    return error.details.formats ? {} : { advice: adviceIn(error.message) };
  }
}

/** What a message says behind the first line of the file, which is shown apart. */
function adviceIn(message: string): string {
  const lines = message.split('\n');
  return lines[1]?.startsWith('  ') ? lines.slice(2).join(' ') : lines.join(' ');
}

async function inspectLines(
  { format, hosts = [] }: FlowSource,
  { lines, numbered }: Sample,
  { reading, bounds, signal }: InspectOptions,
): Promise<Partial<FileReport>> {
  const beside: string[][] = [];
  for (const log of hosts) beside.push((await sampleOf(log, undefined, bounds, signal)).lines);
  const read = readLog(format, lines, { ...reading, beside });
  const summary = summarize(format, lines, read, reading.firewall);
  for (const reason of summary.reasons) {
    if (reason.line! > numbered) delete reason.line;
  }
  return {
    verdict: summary.flows > 0 ? 'log' : 'no flows',
    what: format.title,
    format: describe(format, reading),
    summary,
    ...(hosts.length > 0 && { hosts: hosts.map(({ name }) => name) }),
  };
}

function describe(format: LogFormat, reading: LogOptions): NonNullable<FileReport['format']> {
  const { name, title, mark } = format;
  return { name, title, mark: mark.says, by: reading.format === undefined ? 'content' : 'option' };
}

function failureOf(error: unknown): Pick<FileReport, 'verdict' | 'what' | 'advice'> {
  if (error instanceof StoreError) {
    const advice = error.message.replace(' What was ingested of it is not ingested twice.', '');
    const { withoutFlows } = error.details;
    if (withoutFlows) {
      const { program, log } = withoutFlows;
      return { verdict: 'passed over', what: `${program} ${log}`, advice: 'It has no flows.' };
    }
    if (error.code === 'SOURCE_FORMAT') {
      return { verdict: 'unknown', what: 'no log as a whole', advice };
    }
    const what = error.code === 'SOURCE_DAMAGED' ? 'damaged' : 'unreadable';
    return { verdict: 'unreadable', what, advice };
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const advice =
    code === 'EACCES' || code === 'EPERM'
      ? "It can't be read: permission denied. Make it readable for this user."
      : `It can't be read: ${message}.`;
  return { verdict: 'unreadable', what: 'unreadable', advice };
}
