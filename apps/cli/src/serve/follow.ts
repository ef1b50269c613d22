import { type FSWatcher, type BigIntStats, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type IngestReport, fileSource, type FlowStore, type LogCheckpoint } from '@cfw-flow/store';
import type { CrashRecord } from '../logs/crash-record.ts';
import type { Loaded } from '../logs/load-files.ts';
import { asFailure } from '../failure.ts';
import { findLogFiles } from '../logs/find-log-files.ts';
import { isSourceError } from '../logs/is-source-error.ts';
import type { LogOptions } from '../logs/log-options.ts';

/** What is followed, and how. */
export interface FollowOptions {
  store: FlowStore;
  /** The folders; what they link to is followed, too. */
  folders: readonly string[];
  reading: LogOptions;
  /** Maximum time between two checks of the folders, in milliseconds. */
  every: number;
  /** Files that were just loaded. */
  loaded: readonly Loaded[];
  /** Keeps track of which file is being ingested, and knows which ones are set aside. */
  crashes: CrashRecord;
  /** Called after each file that had something new in it. */
  onReport: (report: IngestReport) => void;
  /** Called once for what can't be read or written, until it changes. */
  onProblem: (message: string) => void;
}

/** Folders that are being followed. */
export interface Following {
  /** Stops following; what was ingested so far stays. */
  stop(): Promise<void>;
}

/** A file as it was when it was last checked. */
interface FileState {
  /** Bytes on disk; -1 before it was checked. */
  size: bigint;
  /** Nanoseconds since 1970 UTC. */
  changed: bigint;
  /** How far it was ingested. */
  checkpoint?: LogCheckpoint | undefined;
}

/** Of a file that has to be read in any case. */
const unchecked = { size: -1n, changed: -1n };

/** A file that can't be read may still be written when it changed so recently: milliseconds. */
const settlingTime = 5_000;

/** Pauses are at least so many times as long as a check took, so that checks use 5 % of the time. */
const pauseFactor = 20;

/** Minimum time between two checks, in milliseconds, however much happens in the folders. */
const minPause = 250;

/**
 * Ingests what is appended to the logs of folders, and new logs, until it is stopped. Where the system
 * notifies of changes they are ingested sooner; the folders are checked from time to time anyway.
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
  #states = new Map<string, FileState>();
  /** The problem that was reported of a path, so that it isn't reported again. */
  #problems = new Map<string, string>();
  #wake = new AbortController();

  constructor(options: FollowOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const watchers = this.#options.folders.map((folder) => this.#watch(folder));
    await this.#remember(this.#options.loaded);
    while (!this.#signal.aborted) {
      this.#wake = new AbortController();
      const begin = performance.now();
      await this.#check();
      await this.#pause((performance.now() - begin) * pauseFactor);
    }
    for (const watcher of watchers) watcher?.close();
  }

  /** A hint only: not every system and file system notifies of changes. */
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

  /** Of files that were loaded as a whole, the end is known. */
  async #remember(loaded: readonly Loaded[]): Promise<void> {
    for (const result of loaded) {
      const checkpoint = 'report' in result ? result.report.checkpoint : undefined;
      const found = await stat(result.file.path, { bigint: true }).catch(() => undefined);
      if (!found) continue;
      // With the size that it had before it was read, it needs no second read.
      const isSame = checkpoint !== undefined && found.size === BigInt(result.file.size);
      this.#states.set(
        keyOf(found),
        isSame ? stateOf(found, checkpoint) : { ...unchecked, checkpoint },
      );
    }
  }

  async #check(): Promise<void> {
    const { folders, crashes } = this.#options;
    const { files, failures, leftOut } = await findLogFiles(folders, { mayBeEmpty: true });
    const states = new Map<string, FileState>();
    const problems = new Map<string, string>();
    const report = (path: string, message: string) => {
      problems.set(path, message);
      if (this.#problems.get(path) !== message) this.#options.onProblem(message);
    };
    for (const { path, message } of [...failures, ...leftOut]) report(path, message);
    for (const { path } of files) {
      if (this.#signal.aborted) return;
      // It may be gone by now.
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      if (!found) continue;
      const key = keyOf(found);
      const before = states.get(key) ?? this.#states.get(key);
      if (before && before.size === found.size && before.changed === found.mtimeNs) {
        states.set(key, before);
        const reported = this.#problems.get(path);
        if (reported !== undefined) problems.set(path, reported);
        continue;
      }
      if (await crashes.isSetAside(path)) {
        states.set(key, stateOf(found, before?.checkpoint));
        continue;
      }
      try {
        states.set(key, await this.#ingest(path, found, before));
      } catch (error) {
        if (this.#signal.aborted) return;
        if (before) states.set(key, { ...before, ...unchecked });
        if (isSettling(error, found)) continue;
        report(path, asFailure(error).message);
        // The file is the problem: it is read again when it has changed.
        if (isSourceError(error)) states.set(key, stateOf(found, before?.checkpoint));
      }
    }
    this.#states = states;
    this.#problems = problems;
  }

  async #ingest(
    path: string,
    found: BigIntStats,
    before: FileState | undefined,
  ): Promise<FileState> {
    const { store, reading, crashes, onReport } = this.#options;
    const report = await crashes.during(path, this.#signal, async () =>
      store.ingest(await fileSource(path, reading), {
        fw_instance_id: reading.firewall,
        internalNetworks: reading.internalNetworks,
        growing: true,
        after: before?.checkpoint,
        signal: this.#signal,
      }),
    );
    if (report.flows + report.rejected > 0) onReport(report);
    return stateOf(found, report.checkpoint);
  }
}

function keyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function stateOf({ size, mtimeNs }: BigIntStats, checkpoint: LogCheckpoint | undefined): FileState {
  return { size, changed: mtimeNs, checkpoint };
}

/**
 * Whether a file may still be written, such as a gzip file that ends too early. A time of change in the
 * future is no sign of that: the clock was put back, or is not that of the disk.
 */
function isSettling(error: unknown, { mtimeMs }: BigIntStats): boolean {
  return isSourceError(error) && Math.abs(Date.now() - Number(mtimeMs)) < settlingTime;
}
