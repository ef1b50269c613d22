import { type LogFormat, logFormats } from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import type { LogOptions } from '../logs/log-options.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { formatIn } from './format-in-file.ts';
import { readYamlFile } from './read-yaml-file.ts';

/** A format, and whether its lines are told from others. */
export interface FormatFile {
  path: string;
  format: LogFormat;
  hasMark: boolean;
}

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
  const format = await readYamlFile(path, 'format file', formatIn);
  const { has, lacks, matches } = format.mark;
  return { path, format, hasMark: (has ?? lacks ?? matches) !== undefined };
}
