import { writeFile } from 'node:fs/promises';
import { type CsvValue, csvLine } from '../output/csv.ts';
import { jsonLine } from '../output/json.ts';
import { writeAtomically } from '../output/write-atomically.ts';
import type { CollectedGroup } from './collect-groups.ts';
import type { ExportFormat } from './export-format.ts';

/** The columns, in an order that stays. CSV has the last time in words, too. */
const columns = [
  'item',
  'sessions',
  'request_byte',
  'response_byte',
  'last_time',
  'region',
  'device_name',
  'associate_instance_type',
  'tags',
] as const satisfies readonly (keyof CollectedGroup)[];

/** A group; other servers of the API leave fields out, or null. */
type Writable = { [Name in keyof CollectedGroup]?: CollectedGroup[Name] | null };

/** The lines of a file in text. */
export function* groupLines(
  groups: readonly Writable[],
  format: Exclude<ExportFormat, 'parquet'>,
): Generator<string> {
  if (format === 'ndjson') {
    for (const group of groups) yield jsonLine(group);
    return;
  }
  yield csvLine([...columns, 'time']);
  for (const group of groups) {
    const last_time = group.last_time ?? undefined;
    const time = last_time === undefined ? undefined : new Date(Number(last_time)).toISOString();
    yield csvLine([...columns.map((name): CsvValue => group[name] ?? undefined), time]);
  }
}

/**
 * Writes groups into a file, which is there when all of them are.
 *
 * @throws the reason of the signal, which leaves no file
 */
export async function writeGroups(
  groups: readonly CollectedGroup[],
  format: ExportFormat,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  await writeAtomically(file, async (path) => {
    if (format === 'parquet') {
      // The database engine takes a while to load.
      const { writeParquet } = await import('./write-parquet.ts');
      await writeParquet(groups, path);
    } else await writeFile(path, withLineBreaks(groupLines(groups, format)));
    signal.throwIfAborted();
  });
}

function* withLineBreaks(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
