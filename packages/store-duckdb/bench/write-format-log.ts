import type { Bench } from './database.ts';
import type { FormatLog } from './format-logs/format-log.ts';
import { copyLines, namedFlows, prepareNames } from './named-flows.ts';
import { openRows } from './rows.ts';

/** A log that was written. */
export interface WrittenLog {
  /** The file that is ingested. */
  path: string;
  /** What the engine alone reads it with: table functions, one for each file. */
  readers: readonly string[];
}

/** Opens so many flows to be written as logs. */
export async function openFlows(flows: number): Promise<Bench> {
  const rows = await openRows(flows);
  await prepareNames(rows);
  await rows.run(`CREATE TEMP VIEW flows AS ${namedFlows}`);
  return rows;
}

/** Writes all flows as a log of a format, into a folder that is empty. */
export async function writeFormatLog(
  flows: Bench,
  { files }: FormatLog,
  folder: string,
): Promise<WrittenLog> {
  for (const { name, lines } of files) await flows.run(copyLines(lines, `${folder}/${name}`));
  return {
    path: `${folder}/${files[0].name}`,
    readers: files.map(({ name, bare }) => bare(`${folder}/${name}`)),
  };
}
