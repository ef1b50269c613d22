import { extname } from 'node:path';
import { ExitCode, Failure } from '../failure.ts';

/** What groups are written as. */
export const exportFormats = ['csv', 'ndjson', 'parquet'] as const;

/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

const byExtension: Readonly<Record<string, ExportFormat>> = {
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.parquet': 'parquet',
};

/**
 * The format that is named, or that the name of the file says; CSV on standard output.
 *
 * @throws {@link Failure} when neither option nor file name gives it, and when Parquet is to go to standard output
 */
export function exportFormat(
  named: ExportFormat | undefined,
  file: string | undefined,
): ExportFormat {
  if (file === undefined) {
    if (named !== 'parquet') return named ?? 'csv';
    throw new Failure('Parquet goes to a file: give it with --output FILE.', ExitCode.USAGE);
  }
  const format = named ?? byExtension[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw new Failure(
    `${file} doesn't say what to write: name it .csv, .ndjson or .parquet, or give --format.`,
    ExitCode.USAGE,
  );
}
