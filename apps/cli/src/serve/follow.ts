import { type FSWatcher, type BigIntStats, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import {
  type IngestReport,
  fileSource,
  type FlowStore,
  type LogFormat,
  type Checkpoint,
  StoreError,
} from '@cfw-flow/store';
import type { Loaded } from '../logs/load.ts';
import { findLogFiles } from '../logs/log-files.ts';

/** What is followed, and who hears of it. */
export interface FollowOptions {
  store: FlowStore;
  /** The folders; what they link to is followed, too. */
  folders: readonly string[];
  /** Firewall of the flows that don't name theirs. */
  firewall: string;
  /** Internal networks; the private ones when left out. */
  internalNetworks?: readonly string[] | undefined;
  /** Format of the files; told by their content when left out. */
  format?: LogFormat | undefined;
  /** Longest time between two looks at the folders, in milliseconds. */
  every: number;
  /** Files that were ingested a moment ago. */
  loaded?: readonly Loaded[];
  /** Told of each file that had something new in it. */
  onReport: (report: IngestReport) => void;
  /** Told once of what can't be read or written, until it changes. */
  onTrouble: (message: string) => void;
}

/** Folders that are being followed. */
export interface Following {
  /** Ends it; what was ingested so far stays. */
  stop(): Promise<void>;
}

/** A file as it was when it was last looked at. */
interface Seen {
  /** Bytes on disk; -1 before it was looked at. */
  size: bigint;
  /** Nanoseconds since 1970 UTC. */
  changed: bigint;
  /** How far it was ingested. */
  place?: Checkpoint | undefined;
}

/** Of a file that has to be looked at in any case. */
const unseen = { size: -1n, changed: -1n };

/** A file that can't be read may still be being written when it changed so lately: milliseconds. */
const settling = 5_000;

/** Pauses are at least so many times as long as a check took, so that checks use 5 % of the time. */
const pauseFactor = 20;

/** Minimum time between two checks, in milliseconds, however much happens in the folders. */
const minPause = 250;

/**
 * Ingests what is appended to the logs of folders, and new logs, until it is stopped. The system
 * tells of changes where it can; it looks anyway from time to time.
 */
export function startFollowing(options: FollowOptions): Following {
  const stopping = new AbortController();
  const follower = new Follower(options, stopping.signal);
  const ended = follower.run();
  return {
    async stop() {
      stopping.abort(new Error('No longer followed'));
      await ended;
    },
  };
}

class Follower {
  readonly #options: FollowOptions;
  readonly #signal: AbortSignal;
  /** By device and inode: a file that is renamed is the same one. */
  #seen = new Map<string, Seen>();
  /** What was told of a path, so that it isn't told again. */
  #troubles = new Map<string, string>();
  #wake = new AbortController();

  constructor(options: FollowOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const watchers = this.#options.folders.map((folder) => this.#watch(folder));
    await this.#remember(this.#options.loaded ?? []);
    while (!this.#signal.aborted) {
      this.#wake = new AbortController();
      const begin = performance.now();
      await this.#look();
      await this.#pause((performance.now() - begin) * pauseFactor);
    }
    for (const watcher of watchers) watcher?.close();
  }

  /** A hint only: not every system and file system tells of changes. */
  #watch(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#wake.abort());
      return watcher.on('error', () => watcher.close());
    } catch {
      return undefined;
    }
  }

  async #pause(atLeast: number): Promise<void> {
    const wait = (time: number, signals: AbortSignal[]) =>
      setTimeout(time, undefined, { ref: false, signal: AbortSignal.any(signals) }).catch(() => {});
    const { every } = this.#options;
    await wait(Math.min(every, Math.max(minPause, atLeast)), [this.#signal]);
    await wait(Math.max(0, every - minPause), [this.#signal, this.#wake.signal]);
  }

  /** Files that were read as a whole: where they ended is known. */
  async #remember(loaded: readonly Loaded[]): Promise<void> {
    for (const result of loaded) {
      const place = 'report' in result ? result.report.place : undefined;
      const found = await stat(result.file.path, { bigint: true }).catch(() => undefined);
      if (!found) continue;
      // Of the size that it had before it was read, it needs no second look.
      const isSame = place !== undefined && found.size === BigInt(result.file.size);
      this.#seen.set(keyOf(found), isSame ? seenOf(found, place) : { ...unseen, place });
    }
  }

  async #look(): Promise<void> {
    const { folders } = this.#options;
    const { files, failures, leftOut } = await findLogFiles(folders, { mayBeEmpty: true });
    const there = new Map<string, Seen>();
    const troubles = new Map<string, string>();
    const trouble = (path: string, message: string) => {
      troubles.set(path, message);
      if (this.#troubles.get(path) !== message) this.#options.onTrouble(message);
    };
    for (const { path, message } of [...failures, ...leftOut]) trouble(path, message);
    for (const { path } of files) {
      if (this.#signal.aborted) return;
      // It may be gone by now.
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      if (!found) continue;
      const key = keyOf(found);
      const before = there.get(key) ?? this.#seen.get(key);
      if (before && before.size === found.size && before.changed === found.mtimeNs) {
        there.set(key, before);
        const told = this.#troubles.get(path);
        if (told !== undefined) troubles.set(path, told);
        continue;
      }
      try {
        there.set(key, await this.#takeIn(path, found, before));
      } catch (error) {
        if (this.#signal.aborted) return;
        if (before) there.set(key, { ...before, ...unseen });
        if (isSettling(error, found)) continue;
        trouble(path, error instanceof Error ? error.message : String(error));
        // The file is at fault: it is looked at again when it has changed.
        if (isOfSource(error)) there.set(key, seenOf(found, before?.place));
      }
    }
    this.#seen = there;
    this.#troubles = troubles;
  }

  async #takeIn(path: string, found: BigIntStats, before: Seen | undefined): Promise<Seen> {
    const { store, firewall, internalNetworks, format, onReport } = this.#options;
    const report = await store.ingest(await fileSource(path, { format }), {
      fw_instance_id: firewall,
      ...(internalNetworks && { internalNetworks }),
      growing: true,
      after: before?.place,
      signal: this.#signal,
    });
    if (report.flows + report.rejected > 0) onReport(report);
    return seenOf(found, report.place);
  }
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function seenOf({ size, mtimeNs }: BigIntStats, place: Checkpoint | undefined): Seen {
  return { size, changed: mtimeNs, place };
}

function isOfSource(error: unknown): boolean {
  return error instanceof StoreError && error.code.startsWith('SOURCE_');
}

/**
 * A gzip file that ends too early may be one that is still being written. One that changed in the
 * future says nothing of that: the clock was put back, or is not that of the disk.
 */
function isSettling(error: unknown, { mtimeMs }: BigIntStats): boolean {
  return isOfSource(error) && Math.abs(Date.now() - Number(mtimeMs)) < settling;
}
