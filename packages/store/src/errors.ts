import type { LogWithoutFlows } from './log-without-flows.ts';

/** Kind of a failure of a store. */
export type StoreErrorCode =
  /** The log file isn't there, or can't be opened or read. */
  | 'SOURCE_UNREADABLE'
  /** The log file is cut off, damaged, or changed while it was read. */
  | 'SOURCE_DAMAGED'
  /** The log file is of no format that is understood, or its columns change on the way. */
  | 'SOURCE_FORMAT'
  /** The log file is of a kind that has no flows, such as Zeek's log of DNS: nothing is wrong with it. */
  | 'SOURCE_WITHOUT_FLOWS'
  /** An internal network is none. */
  | 'INTERNAL_NETWORK'
  /** Another process has the data directory open. */
  | 'DATA_IN_USE'
  /** The data directory, or the folder of a backup, can't be created or written, or is taken. */
  | 'DATA_UNWRITABLE'
  /** There is no room left where the data directory, or the folder of a backup, is. */
  | 'DATA_FULL'
  /** The data directory holds a newer or foreign schema. */
  | 'DATA_INCOMPATIBLE'
  /** What is in the data directory was damaged, or lacks what was acknowledged. */
  | 'DATA_DAMAGED'
  /** A backup is not whole: it is unfinished, damaged, or something else. */
  | 'BACKUP_DAMAGED'
  /** A backup is of another version. */
  | 'BACKUP_INCOMPATIBLE'
  /** The answer was not found by the deadline. */
  | 'DEADLINE'
  /** So many questions wait that this one is not taken. */
  | 'BUSY'
  /** The answer needs more memory than the engine may have. */
  | 'MEMORY'
  /** The engine failed. */
  | 'ENGINE';

/** A log format that a log could have been of. */
export interface ExpectedFormat {
  /** Short name, such as `eve`. */
  name: string;
  /** Name for people. */
  title: string;
  /** How its lines are told from those of other formats, in words. */
  mark: string;
}

/**
 * What a failure is about, as far as it is known. It is plain data: a program that has options or
 * commands of its own can tell from it which of them helps.
 */
export interface StoreErrorDetails {
  /** The data directory that it is about. */
  directory?: string;
  /** File that is damaged. */
  file?: string;
  /** Where it is damaged, in bytes from its beginning. */
  position?: number;
  /** Whether a repair keeps what is whole of the data directory. */
  repairable?: boolean;
  /** Process that has the data directory open. */
  process?: number;
  /** Seconds after which it may be worth asking again. */
  retryAfter?: number;
  /** Whether a log was overwritten while it was read, so that nothing is known of what was read. */
  overwritten?: boolean;
  /** Formats that the log is of none of. */
  formats?: readonly ExpectedFormat[];
  /** What the log is that has no flows. */
  withoutFlows?: LogWithoutFlows;
}

/** How a {@link StoreError} came about, and what it is about. */
export interface StoreErrorOptions extends ErrorOptions {
  /** What is known of it. */
  details?: StoreErrorDetails | undefined;
}

/** A failure of a store. The message says what, where and what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
  /** Kind of failure. */
  readonly code: StoreErrorCode;
  /** What it is about, as data. */
  readonly details: StoreErrorDetails;

  constructor(code: StoreErrorCode, message: string, options: StoreErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.details = options.details ?? {};
  }
}
