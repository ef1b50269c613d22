import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '@cfw-flow/store';
import { privateFile } from '../../database/rights.ts';
import { spans } from '../../schema/rollup-tables.ts';

/** Name of the file that tells what a backup holds. It is written last. */
const manifestFile = 'backup.json';

/** What the file begins with, so that it is taken for nothing else. */
const format = 'cfw-flow backup';

/** Version of the files of a backup. */
const formatVersion = 1;

/** Files with what logs and batches are known by. */
export const identityFiles = ['sources.parquet', 'logs.parquet', 'log_hashes.parquet'] as const;

/** A file of a backup. */
export interface BackupFile {
  /** Its path within the backup, with `/`. */
  readonly file: string;
  readonly rows: number;
  /** Its size, in bytes. */
  readonly bytes: number;
  /** SHA-256 of all of it, in hexadecimal digits. */
  readonly sha256: string;
}

/** What a backup holds. */
export interface Manifest {
  /** Moment of the flows in it, milliseconds since 1970 UTC. */
  readonly made: number;
  /** Flows in it. */
  readonly flows: number;
  /** Version of the schema of the data directory that it was made of. */
  readonly schemaVersion: number;
  /** Files of flows by their days, numbered from 1970 UTC, in their order. */
  readonly days: ReadonlyMap<number, BackupFile>;
  /** The files of {@link identityFiles}, in that order. */
  readonly identities: readonly BackupFile[];
}

/** The file of a day, numbered from 1970 UTC. */
export function fileOfDay(day: number): string {
  return `flows/${new Date(day * spans.days).toISOString().slice(0, 10)}.parquet`;
}

/** The day of a file; nothing when it is the file of no day. */
function dayOfFile(file: string): number | undefined {
  const [, date] = /^flows\/(\d{4}-\d{2}-\d{2})\.parquet$/.exec(file) ?? [];
  const day = date === undefined ? Number.NaN : Date.parse(date) / spans.days;
  return Number.isInteger(day) && fileOfDay(day) === file ? day : undefined;
}

/** Writes what a backup holds, and makes sure that it lasts. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const { made, flows, schemaVersion, days, identities } = manifest;
  const content = {
    format,
    format_version: formatVersion,
    schema_version: schemaVersion,
    made: new Date(made).toISOString(),
    flows,
    days: days.size,
    files: [...days.values(), ...identities],
  };
  const file = await open(join(folder, manifestFile), 'wx', privateFile);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Reads what a backup holds.
 *
 * @throws {@link StoreError} `BACKUP_DAMAGED` or `BACKUP_INCOMPATIBLE`
 */
export async function readManifest(backup: string): Promise<Manifest> {
  const path = join(backup, manifestFile);
  const content = parse(path, await readText(backup, path));
  if (content['format'] !== format) {
    throw damaged(path, `it is not a file of a backup: "format" is not "${format}"`);
  }
  const version = content['format_version'];
  if (version !== formatVersion) {
    throw new StoreError(
      'BACKUP_INCOMPATIBLE',
      `The backup ${backup} is of format version ${JSON.stringify(version)}, this cfw-flow reads version ${formatVersion}. Restore it with the cfw-flow that made it.`,
    );
  }
  const made = typeof content['made'] === 'string' ? Date.parse(content['made']) : Number.NaN;
  if (Number.isNaN(made)) throw damaged(path, '"made" is not a time');
  const flows = countIn(path, content, 'flows');
  const schemaVersion = countIn(path, content, 'schema_version');
  const { days, identities } = readFiles(path, content['files']);
  if (countIn(path, content, 'days') !== days.size) {
    throw damaged(path, `"days" is not the number of files of flows, which is ${days.size}`);
  }
  const sum = [...days.values()].reduce((rows, file) => rows + file.rows, 0);
  if (sum !== flows) throw damaged(path, `"flows" is ${flows}, and the files have ${sum}`);
  return { made, flows, schemaVersion, days, identities };
}

async function readText(backup: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `there is no ${manifestFile} in it. It is no backup of cfw-flow, or one that was not finished. Check the path`
        : `${path} can't be read: ${message}. Give this user the right to read it`;
    throw new StoreError('BACKUP_DAMAGED', `${backup} can't be restored: ${why}.`, {
      cause: error,
    });
  }
}

function parse(path: string, text: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw damaged(path, `it is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(content)) throw damaged(path, 'it is not a JSON object');
  return content;
}

function readFiles(path: string, listed: unknown): Pick<Manifest, 'days' | 'identities'> {
  if (!Array.isArray(listed)) throw damaged(path, '"files" is not a list');
  const files = new Map<string, BackupFile>();
  for (const entry of listed as readonly unknown[]) {
    if (!isObject(entry)) throw damaged(path, '"files" has an entry that is not an object');
    const { file, sha256 } = entry;
    const isKnown =
      typeof file === 'string' &&
      ((identityFiles as readonly string[]).includes(file) || dayOfFile(file) !== undefined);
    if (!isKnown) throw damaged(path, `${JSON.stringify(file)} is not a file of a backup`);
    if (files.has(file)) throw damaged(path, `it lists ${file} twice`);
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      throw damaged(path, `"sha256" of ${file} is not a SHA-256`);
    }
    const [rows, bytes] = [countIn(path, entry, 'rows'), countIn(path, entry, 'bytes')];
    files.set(file, { file, rows, bytes, sha256 });
  }
  const identities = identityFiles.map((name) => {
    const file = files.get(name);
    if (file === undefined) throw damaged(path, `it doesn't list ${name}`);
    files.delete(name);
    return file;
  });
  const days = [...files.values()].map((file) => [dayOfFile(file.file)!, file] as const);
  return { days: new Map(days.toSorted(([one], [other]) => one - other)), identities };
}

function countIn(path: string, content: Record<string, unknown>, key: string): number {
  const value = content[key];
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw damaged(path, `"${key}" is ${JSON.stringify(value)}, not a whole number`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error of a file of a backup that is not what was written. */
export function damaged(path: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'BACKUP_DAMAGED',
    `${path} was damaged or changed: ${why}. Nothing was restored. Take another copy of the backup.`,
    { cause },
  );
}
