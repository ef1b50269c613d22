import { stat } from 'node:fs/promises';
import { ExitCode, Failure } from '../failure.ts';
import { chooseFiles } from '../inspect/choose-files.ts';
import { fileDetails, titleOf } from '../inspect/file-details.ts';
import { type FileBeside, filesBeside } from '../inspect/files-beside.ts';
import { folderSummary } from '../inspect/folder-summary.ts';
import { folderTable } from '../inspect/folder-table.ts';
import { type FileReport, inspectFile } from '../inspect/inspect-file.ts';
import { printLabelled } from '../output/print-labelled.ts';
import type { SampleBounds } from '../inspect/sample.ts';
import { untilInterrupted } from '../interrupt.ts';
import { findLogFiles, type LogFile, type UnusablePath } from '../logs/find-log-files.ts';
import type { LogOptions } from '../logs/log-options.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { printCaption, printTable } from '../output/print-table.ts';
import { hiddenText } from '../output/table.ts';
import { noteText, print, styled, screenWidth } from '../output/terminal.ts';

/** Options of `cfw-flow inspect`. */
export interface InspectOptions extends LogOptions {
  /** Whether it is printed as JSON. */
  json?: boolean;
}

const MiB = 1024 * 1024;

/** Files up to which each is shown in detail, when files are named. */
const maxDetailed = 3;

/** Files that are looked into. */
const maxFiles = 300;

/** Bytes of all files together, of one of them, and of each at least. */
const [maxBytes, maxOfOne, minOfEach] = [64 * MiB, 8 * MiB, 64 * 1024];

/** What was found out. */
interface Found {
  files: readonly LogFile[];
  reports: FileReport[];
  beside: FileBeside[];
  failures: readonly UnusablePath[];
  bounds: SampleBounds;
}

/**
 * Says what files and folders hold, without a data directory.
 *
 * @throws {@link Failure} when a path can't be read, or nothing would be ingested
 */
export async function inspect(paths: readonly string[], options: InspectOptions): Promise<void> {
  if (paths.includes('-')) throw isOnce();
  let found: Found | undefined;
  const interrupted = await untilInterrupted(async (signal) => {
    found = await lookInto(paths, options, signal);
  });
  if (interrupted || found === undefined) throw new Failure('Interrupted.');
  for (const { message } of found.failures) noteText(message);
  if (options.json) printJson(found);
  else await printFound(paths, found);
  if (found.failures.length > 0) throw new Failure("Some of it can't be read, see above.");
  if (!found.reports.some(({ verdict }) => verdict === 'log')) {
    throw new Failure('No flows found that could be ingested.');
  }
}

function isOnce(): Failure {
  return new Failure(
    'Standard input can be read only once, so it is not looked into. This shows what it would be:\n\n' +
      '  zcat traffic.gz | cfw-flow ingest - --dry-run',
    ExitCode.USAGE,
  );
}

async function lookInto(
  paths: readonly string[],
  reading: LogOptions,
  signal: AbortSignal,
): Promise<Found> {
  const { files, failures, leftOut, unnamed } = await findLogFiles(paths, { mayBeEmpty: true });
  const chosen = chooseFiles(files, maxFiles);
  const bounds = boundsOf(chosen.length);
  const reports: FileReport[] = [];
  for (const { path } of chosen) reports.push(await inspectFile(path, { reading, bounds, signal }));
  const beside = await filesBeside(unnamed, reports, { reading, signal });
  return { files, reports, beside, failures: [...failures, ...leftOut], bounds };
}

function boundsOf(files: number): SampleBounds {
  const head = Math.min(maxOfOne, Math.max(minOfEach, Math.floor(maxBytes / Math.max(files, 1))));
  return { head, tail: Math.floor(head / 8) };
}

function printJson({ files, reports, beside, failures }: Found): void {
  const notLookedInto = files.length - reports.length;
  print(JSON.stringify({ files: reports, notLookedInto, beside, failures }, undefined, 2));
}

async function printFound(paths: readonly string[], found: Found): Promise<void> {
  const { files, reports, beside } = found;
  const folders = await foldersIn(paths);
  if (folders.length === 0 && reports.length <= maxDetailed) {
    for (const [at, report] of reports.entries()) {
      if (at > 0) print();
      print(styled('bold', escapeControlChars(report.path)), `  ${titleOf(report)}`);
      printLabelled(fileDetails(report));
    }
    return;
  }
  const listed = reports.filter(({ verdict }) => verdict !== 'passed over');
  if (listed.length > 0) {
    const table = folderTable(listed, {
      all: pathsOf(files, reports),
      folder: paths.length === 1 ? folders[0] : undefined,
      width: screenWidth(),
    });
    printTable(table.lines);
    printCaption(hiddenText(table));
    print();
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  printLabelled(
    folderSummary({ reports, count: files.length, size, beside, bounds: found.bounds }),
  );
}

/** Paths of files but for those that are passed over. */
function pathsOf(files: readonly LogFile[], reports: readonly FileReport[]): string[] {
  const passedOver = new Set<string>();
  for (const { path, verdict } of reports) if (verdict === 'passed over') passedOver.add(path);
  return files.map(({ path }) => path).filter((path) => !passedOver.has(path));
}

async function foldersIn(paths: readonly string[]): Promise<string[]> {
  const folders: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) folders.push(path);
  }
  return folders;
}
