import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StoreError } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { quoteForShell } from '../output/quote-for-shell.ts';
import type { LogFile } from './find-log-files.ts';
import { isSourceError } from './is-source-error.ts';

/** A file that is being ingested, or was when a process ended. */
interface Entry {
  /** Absolute path. */
  path: string;
  /** Bytes on disk. */
  size: string;
  /** Time of change: nanoseconds since 1970 UTC. */
  changed: string;
  /** When its ingest began, in ISO 8601. */
  since: string;
  /** How many times in a row the process ended meanwhile. */
  crashes: number;
  isUnderWay: boolean;
}

/** A file during whose ingest a process ended. */
export interface SuspectFile extends LogFile {
  /** When that ingest began, in ISO 8601. */
  since: string;
}

/** Files by what happened when they were ingested before. */
export interface FilesByCrashes {
  /** Those that nothing is known of. */
  files: LogFile[];
  /** Those that are better ingested last: the process ended meanwhile. */
  suspects: SuspectFile[];
  /** Those that are better not ingested: it ended twice in a row, and they have not changed since. */
  setAside: SuspectFile[];
}

/**
 * So many crashes in a row set a file aside. The first one may have had any cause: a `kill -9`, a power
 * failure.
 */
const maxCrashes = 2;

/** Name of the file in the data directory. It is there as long as a log is ingested, and after crashes. */
const recordFile = 'ingesting.json';

/**
 * Keeps track, in the data directory, of which log is being ingested. So a log that ends the process,
 * for lack of memory say, doesn't do so at every start.
 */
export class CrashRecord {
  readonly #directory: string | undefined;
  readonly #entries: Map<string, Entry>;

  private constructor(directory: string | undefined, entries: readonly Entry[]) {
    this.#directory = directory;
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
  }

  /**
   * Reads what earlier processes left.
   *
   * @param directory - the data directory, which no other process may have open; undefined in memory,
   *   where nothing is kept
   */
  static async open(directory: string | undefined): Promise<CrashRecord> {
    if (directory === undefined) return new CrashRecord(undefined, []);
    const left: Entry[] = [];
    for (const entry of await readEntries(path.join(directory, recordFile))) {
      // Of a file that is gone there is nothing to be known.
      if ((await stateOf(entry.path)) === undefined) continue;
      const crashes = entry.crashes + (entry.isUnderWay ? 1 : 0);
      left.push({ ...entry, crashes, isUnderWay: false });
    }
    const record = new CrashRecord(directory, left);
    await record.#write();
    return record;
  }

  /** Sorts files by whether a process ended when they were ingested. */
  async sort(all: readonly LogFile[]): Promise<FilesByCrashes> {
    const sorted: FilesByCrashes = { files: [], suspects: [], setAside: [] };
    for (const file of all) {
      const entry = this.#entries.get(path.resolve(file.path));
      if (entry === undefined) sorted.files.push(file);
      else if (await this.isSetAside(file.path))
        sorted.setAside.push({ ...file, ...sinceOf(entry) });
      else sorted.suspects.push({ ...file, ...sinceOf(entry) });
    }
    return sorted;
  }

  /** Whether a file is better not ingested. */
  async isSetAside(file: string): Promise<boolean> {
    const entry = this.#entries.get(path.resolve(file));
    if (entry === undefined || entry.crashes < maxCrashes) return false;
    const state = await stateOf(entry.path);
    return state?.size === entry.size && state.changed === entry.changed;
  }

  /**
   * Ingests a file, and keeps in the data directory that it is being ingested. Should it end this
   * process, or fail in a way that nobody expects, the next one knows.
   *
   * @param signal - ends the work: that is no crash
   * @throws what the work throws
   */
  async during<Result>(
    file: string,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (this.#directory === undefined) return work();
    const key = path.resolve(file);
    const before = this.#entries.get(key);
    const state = await stateOf(key);
    // The work says what is wrong with a file that is gone.
    if (state === undefined) return work();
    const since = new Date().toISOString();
    const crashes = before?.crashes ?? 0;
    await this.#set(key, { path: key, ...state, since, crashes, isUnderWay: true });
    try {
      const result = await work();
      await this.#set(key, undefined);
      return result;
    } catch (error) {
      if (isSourceError(error)) await this.#set(key, undefined);
      else if (signal.aborted || isOfStore(error)) await this.#set(key, before);
      throw error;
    }
  }

  async #set(key: string, entry: Entry | undefined): Promise<void> {
    if (entry === undefined) this.#entries.delete(key);
    else this.#entries.set(key, entry);
    await this.#write();
  }

  /** A help against crashes: that it can't be written stops nothing. */
  async #write(): Promise<void> {
    if (this.#directory === undefined) return;
    const file = path.join(this.#directory, recordFile);
    try {
      if (this.#entries.size === 0) {
        await rm(file, { force: true });
        return;
      }
      const text = `${JSON.stringify([...this.#entries.values()], null, 2)}\n`;
      // Never half of it, whenever the process ends.
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch {
      // A disk that is full, or a directory that is gone, is reported by the store.
    }
  }
}

/** Says that a file is ingested last. */
export function suspectMessage({ path: file, since }: SuspectFile): string {
  return `${escapeControlChars(file)} is ingested last: cfw-flow ended while it was ingested, begun ${inWords(since)}.`;
}

/** Says that a file is not ingested, and what to do. */
export function setAsideMessage({ path: file, since }: SuspectFile, directory: string): string {
  return (
    `${escapeControlChars(file)} is set aside, not ingested: cfw-flow ended twice in a row while it was ingested,\n` +
    `last begun ${inWords(since)}. It is tried again when it changes, or with\n` +
    `  cfw-flow ingest ${quoteForShell(file)} --data ${quoteForShell(directory)}`
  );
}

function inWords(since: string): string {
  return `${since.slice(0, 16).replace('T', ' ')} UTC`;
}

function sinceOf({ since }: Entry): Pick<SuspectFile, 'since'> {
  return { since };
}

async function stateOf(file: string): Promise<Pick<Entry, 'size' | 'changed'> | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found && { size: String(found.size), changed: String(found.mtimeNs) };
}

/** Whether the store failed, and not for a reason that may lie in the file. */
function isOfStore(error: unknown): boolean {
  return error instanceof StoreError && error.code !== 'MEMORY' && error.code !== 'ENGINE';
}

async function readEntries(file: string): Promise<Entry[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries.filter((entry) => isEntry(entry)) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof Entry, unknown>>;
  const texts = [entry.path, entry.size, entry.changed, entry.since];
  return (
    texts.every((text) => typeof text === 'string') &&
    Number.isInteger(entry.crashes) &&
    typeof entry.isUnderWay === 'boolean'
  );
}
