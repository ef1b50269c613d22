import { extname } from 'node:path';
import { ExitCode, Failure } from '../failure.ts';

/** What a report is written as. */
export const reportFormats = ['html', 'markdown'] as const;

/** One of {@link reportFormats}. */
export type ReportFormat = (typeof reportFormats)[number];

const byExtension: Readonly<Record<string, ReportFormat>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
};

/**
 * The format that is named, or that the name of the file says; Markdown on standard output.
 *
 * @throws {@link Failure} when neither option nor file name gives it
 */
export function reportFormat(
  named: ReportFormat | undefined,
  file: string | undefined,
): ReportFormat {
  const format =
    named ?? (file === undefined ? 'markdown' : byExtension[extname(file).toLowerCase()]);
  if (format !== undefined) return format;
  throw new Failure(
    `${file} doesn't say what to write: name it .html or .md, or give --format.`,
    ExitCode.USAGE,
  );
}
