import { stat } from 'node:fs/promises';
import { type LogFormat, logFormats } from '@cfw-flow/store';
import { readOptionFile } from '../enrichment/read-option-file.ts';
import { Failure } from '../failure.ts';
import type { LogOptions } from '../logs/log-options.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { formatBytes } from '../output/quantity.ts';
import { formatIn } from './format-in-file.ts';
import { YamlFile } from './yaml-file.ts';

/** A format, and whether its lines are told from others. */
export interface FormatFile {
  path: string;
  format: LogFormat;
  hasMark: boolean;
}

/** Bytes of a format file at most: what has more is something else. */
const maxSize = 1024 * 1024;

/** Problems that are reported at once. */
const maxProblems = 10;

/**
 * Reads the files of `--format-file`. Formats with a mark join those that are detected; one without is
 * that of all files.
 *
 * @throws {@link Failure} when one of them can't be used
 */
export async function readFormatFiles(
  paths: readonly string[],
): Promise<Pick<LogOptions, 'format' | 'formats'>> {
  const files: FormatFile[] = [];
  for (const path of paths) files.push(await readFormatFile(path));
  const forAll = files.find(({ hasMark }) => !hasMark);
  if (forAll === undefined) {
    return { formats: [...files.map(({ format }) => format), ...logFormats] };
  }
  if (files.length === 1) return { format: forAll.format };
  throw new Failure(
    `The format file ${escapeControlChars(forAll.path)} has no mark, so that every log would be read by it.\n` +
      'Give it a mark, which tells its lines from others, or give it alone.',
  );
}

/** @throws {@link Failure} when it can't be used, with all that is wrong with it */
export async function readFormatFile(path: string): Promise<FormatFile> {
  const name = escapeControlChars(path);
  // What isn't there or can't be read is told when it is read.
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maxSize) {
    throw new Failure(
      `The format file ${name} has ${formatBytes(size)}, and may have 1 MiB. Name the file that describes the logs.`,
    );
  }
  const bytes = await readOptionFile(path, 'format file');
  const file = new YamlFile(textIn(name, bytes));
  const format = file.problems.length === 0 ? formatIn(file) : undefined;
  if (format !== undefined) {
    const { has, lacks, matches } = format.mark;
    return { path, format, hasMark: (has ?? lacks ?? matches) !== undefined };
  }
  const problems = file.problems.toSorted((one, other) => one.line - other.line);
  const told = problems
    .slice(0, maxProblems)
    .map(({ line, message }) => `  ${name}:${line}: ${escapeControlChars(message)}`);
  const more = problems.length - told.length;
  if (more > 0) told.push(`  … and ${more} more`);
  throw new Failure(`The format file ${name} can't be used:\n${told.join('\n')}`);
}

function textIn(name: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Not UTF-8.
  }
  throw new Failure(`The format file ${name} is no text in UTF-8. It takes YAML or JSON.`);
}
