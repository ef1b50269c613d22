/** Which of a store's doors failed. */
export type StoreErrorCode =
  /** The log file isn't there, or can't be opened or read. */
  | 'SOURCE_UNREADABLE'
  /** The log file is cut off, damaged, or changed while it was read. */
  | 'SOURCE_DAMAGED'
  /** The log file is of no format that is understood, or its columns change on the way. */
  | 'SOURCE_FORMAT'
  /** A internal network is none. */
  | 'INTERNAL_NETWORK'
  /** Another process has the data directory open. */
  | 'DATA_IN_USE'
  /** The data directory, or the folder of a backup, can't be created or written, or is taken. */
  | 'DATA_UNWRITABLE'
  /** There is no room left where the data directory, or the folder of a backup, is. */
  | 'DATA_FULL'
  /** The data directory holds a newer or foreign schema. */
  | 'DATA_INCOMPATIBLE'
  /** What is in the data directory was damaged. */
  | 'DATA_DAMAGED'
  /** A backup is not whole: it is unfinished, damaged, or something else. */
  | 'BACKUP_DAMAGED'
  /** A backup is of another version. */
  | 'BACKUP_INCOMPATIBLE'
  /** The answer was not found by the deadline. */
  | 'DEADLINE'
  /** The answer needs more memory than the engine may have. */
  | 'MEMORY'
  /** The engine failed. */
  | 'ENGINE';

/** A failure of a store. The message says what, where and what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
  /** Kind of failure. */
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
