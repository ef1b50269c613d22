import { type FSWatcher, type BigIntStats, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type IngestReport, fileSource, type FlowStore, type LogCheckpoint } from '@cfw-flow/store';
import type { CrashRecord } from '../logs/crash-record.ts';
import type { Loaded } from '../logs/load-files.ts';
import { asFailure } from '../failure.ts';
import { findLogFiles } from '../logs/find-log-files.ts';
import { isGone, isSourceError } from '../logs/is-source-error.ts';
import type { LogOptions } from '../logs/log-options.ts';
import type { PassedOver } from '../logs/passed-over.ts';
import { SourceErrorMessages } from '../logs/source-error-messages.ts';

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
  /** What was reported of what lies beside logs. */
  passedOver: PassedOver;
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
  /** That it has no flows, whatever is appended to it: its path, and when it was created. */
  withoutFlows?: { path: string; created: bigint } | undefined;
}

/** Of a file that has to be read in any case. */
const unchecked = { size: -1n, changed: -1n };

/** What a log is shows in so many bytes; of a shorter one it may show later. */
const decidingSize = 1n << 20n;

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
  readonly #messages = new SourceErrorMessages();
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

  /** What was loaded needs no second read, unless it may have changed meanwhile. */
  async #remember(loaded: readonly Loaded[]): Promise<void> {
    for (const result of loaded) {
      const { path, size } = result.file;
      const checkpoint = 'report' in result ? result.report.checkpoint : undefined;
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      if (!found) continue;
      if ('error' in result) this.#problems.set(path, asFailure(result.error).message);
      const isFinal = 'error' in result && !isSettling(result.error, found);
      const isRead = checkpoint !== undefined || 'withoutFlows' in result || isFinal;
      const isSame = isRead && found.size === BigInt(size);
      const state = isSame ? stateOf(found, checkpoint) : { ...unchecked, checkpoint };
      if ('withoutFlows' in result) state.withoutFlows = markOf(path, found);
      this.#states.set(keyOf(found), state);
    }
  }

  async #check(): Promise<void> {
    const { folders, passedOver, onProblem } = this.#options;
    const found = await findLogFiles(folders, { mayBeEmpty: true });
    const states = new Map<string, FileState>();
    const problems = new Map<string, string>();
    for (const { path, message } of [...found.failures, ...found.leftOut]) {
      problems.set(path, message);
      if (this.#problems.get(path) !== message) onProblem(message);
    }
    for (const { path } of found.files) {
      if (this.#signal.aborted) return;
      await this.#checkFile(path, states, problems);
    }
    if (this.#signal.aborted) return;
    passedOver.addFiles(found.unnamed);
    for (const line of [...this.#messages.takeRest(), ...passedOver.takeLines()]) onProblem(line);
    this.#states = states;
    this.#problems = problems;
  }

  /**
   * Ingests what is new in a file.
   *
   * @param states - gets its state
   * @param problems - gets what is wrong with it
   */
  async #checkFile(
    path: string,
    states: Map<string, FileState>,
    problems: Map<string, string>,
  ): Promise<void> {
    // It may be gone by now.
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (!found) return;
    const key = keyOf(found);
    const before = states.get(key) ?? this.#states.get(key);
    const reported = this.#problems.get(path);
    if (reported !== undefined) problems.set(path, reported);
    if (before && !hasNews(before, path, found)) {
      states.set(key, before);
      return;
    }
    if (await this.#options.crashes.isSetAside(path)) {
      states.set(key, stateOf(found, before?.checkpoint));
      return;
    }
    try {
      states.set(key, await this.#ingest(path, found, before));
      problems.delete(path);
    } catch (error) {
      if (this.#signal.aborted) return;
      if (before) states.set(key, { ...before, ...unchecked });
      if (!isSourceError(error)) {
        this.#report(path, error, problems);
        return;
      }
      if (isGone(error)) return;
      const { withoutFlows } = error.details;
      if (!withoutFlows && isSettling(error, found)) return;
      // The file is the problem: it is read again when it has changed.
      const state = stateOf(found, before?.checkpoint);
      states.set(key, withoutFlows ? { ...state, withoutFlows: markOf(path, found) } : state);
      if (withoutFlows) {
        problems.delete(path);
        this.#options.passedOver.addLog(withoutFlows);
      } else this.#report(path, error, problems);
    }
  }

  #report(path: string, error: unknown, problems: Map<string, string>): void {
    const { message } = asFailure(error);
    problems.set(path, message);
    if (this.#problems.get(path) === message) return;
    const lines = isSourceError(error) ? this.#messages.linesOf(error) : [message];
    if (lines.length > 0) this.#options.onProblem(lines.join('\n'));
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

function markOf(path: string, { birthtimeNs }: BigIntStats): FileState['withoutFlows'] {
  return { path, created: birthtimeNs };
}

/** Whether a file has changed, and may have flows that are new. */
function hasNews(before: FileState, path: string, found: BigIntStats): boolean {
  const { size, changed, withoutFlows } = before;
  if (size === found.size && changed === found.mtimeNs) return false;
  if (withoutFlows === undefined || size < decidingSize) return true;
  const isSame = withoutFlows.path === path && withoutFlows.created === found.birthtimeNs;
  return !isSame || found.size < size;
}

/**
 * Whether a file may still be written, such as a gzip file that ends too early. A time of change in the
 * future is no sign of that: the clock was put back, or is not that of the disk.
 */
function isSettling(error: unknown, { mtimeMs }: BigIntStats): boolean {
  return isSourceError(error) && Math.abs(Date.now() - Number(mtimeMs)) < settlingTime;
}
