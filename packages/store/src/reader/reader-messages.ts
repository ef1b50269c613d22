import type { StoreErrorCode } from '../errors.ts';
import type { BlockReaderOptions, ReadBlock } from './block-reader.ts';
import { type ColumnArrays, columnsOver, type FlowColumns, sizeOfColumns } from './flow-columns.ts';

/*
 * What a reader thread and its owner say to each other. Bytes and columns are in memory that both
 * see, in places that are used again and again: to allocate and hand over new memory for each would
 * take longer than to read it.
 */

/** Bytes of a piece of a source, at most. */
export const pieceSize = 1024 * 1024;

/** Pieces that may be on their way. */
export const pieceCount = 4;

/** Blocks that may be on their way. */
export const blockCount = 4;

/** Memory that both threads see. */
export interface SharedMemory {
  /** {@link pieceCount} times {@link pieceSize} bytes. */
  readonly pieces: SharedArrayBuffer;
  /** {@link blockCount} blocks. */
  readonly blocks: SharedArrayBuffer;
  /** How many blocks were released: a 32-bit number. */
  readonly control: SharedArrayBuffer;
}

/** Bytes of all blocks. */
export function sizeOfBlocks(capacity: number): number {
  return sizeOfColumns(capacity) * blockCount;
}

/** The arrays of each block. */
export function columnsOfBlocks(blocks: SharedArrayBuffer, capacity: number): ColumnArrays[] {
  const size = sizeOfColumns(capacity);
  return Array.from({ length: blockCount }, (_, place) =>
    columnsOver(blocks, capacity, place * size),
  );
}

/** Places in the control memory. */
export const Control = { RELEASED: 0 } as const;

/** A log beside. */
export interface BesideMessage {
  /** What tells its content from all others. */
  readonly key: string;
  /** Whether it was read for the source before, so that it need not be read again. */
  readonly isRead: boolean;
}

/** To the thread. */
export type ToReader =
  | {
      readonly do: 'begin';
      readonly memory: SharedMemory;
      readonly options: BlockReaderOptions;
      /** The logs beside that name hosts, in the order in which they count. */
      readonly beside: readonly BesideMessage[];
    }
  /**
   * Pieces of a log beside come next, or of the log itself before its start.
   *
   * @property beside - which of them it is; nothing for the log itself
   */
  | { readonly do: 'beginHosts'; readonly beside: number | undefined }
  | { readonly do: 'piece'; readonly place: number; readonly length: number }
  | { readonly do: 'endHosts' }
  /** @property isCut - whether the source could not be read to its end */
  | { readonly do: 'end'; readonly isCut: boolean };

/** A block without its arrays, which are at a place of the shared memory. */
export interface BlockMessage extends Omit<ReadBlock, 'flows'> {
  readonly place: number;
  readonly flows: Omit<FlowColumns, 'columns'>;
}

/** From the thread. */
export type FromReader =
  | { readonly did: 'piece' }
  | { readonly did: 'block'; readonly block: BlockMessage }
  | { readonly did: 'end' }
  | { readonly did: 'fail'; readonly message: string; readonly code: StoreErrorCode | undefined };
