import type { LogFormat } from '../format.ts';
import type { Rejection } from '../rejection.ts';
import type { ColumnArrays, FlowColumns } from './flow-columns.ts';
import { FlowReader, maxLineBytes, maxText, tooLong } from './flow-reader.ts';
import type { HostTables } from './host-tables.ts';
import { parseInternalNetworks } from '../internal-networks.ts';
import { nulsBefore } from '../leading-nuls.ts';
import { type PrefixHash, PrefixHasher } from './prefix-hash.ts';

/** How far a log was ingested: the end of a line, before its line feed. */
export interface Checkpoint extends PrefixHash {
  /** Lines that end there or before. */
  lines: number;
  /** A hash from which the content is read again, to see whether it is the same, and to go on. */
  base: PrefixHash;
}

/** A line that is not a flow. */
export interface RejectedLine extends Rejection {
  /** The line; of a long one, the beginning. */
  text: string;
}

/** What became of some lines. */
export interface ReadBlock {
  /** Their flows. */
  flows: FlowColumns;
  /** Lines that are not flows. */
  rejected: number;
  /** Lines that are none by their format. */
  skipped: number;
  /** The rejected lines with their reasons, the first ones of the source. */
  rejections: RejectedLine[];
  /** How far a log is read, unless flows that were read are not in a block yet. */
  checkpoint?: Checkpoint;
  /** Hashes that were passed, of a log. */
  hashes: PrefixHash[];
  /** The last line of a log when it may not be whole, and why it is no flow so far. */
  unfinished?: Rejection;
}

/** What is read, and from where. */
export interface BlockReaderOptions {
  /** How lines are to be read. */
  format: LogFormat;
  /** What people call the source. */
  name: string;
  /** Firewall of a line that doesn't name its own. */
  firewall: string;
  /** Internal networks in CIDR notation. */
  networks: readonly string[] | undefined;
  /** Of a log, where it is read from; a batch has no checkpoints. */
  start?: Checkpoint;
  /** The content from the base of that checkpoint up to it. */
  overlap?: Uint8Array;
  /** The first lines of a log that is not read from its beginning. */
  head?: readonly string[];
  /** Whether somebody is still writing the log, so that a last line waits for its line feed. */
  growing?: boolean;
  /** Flows in a block. */
  capacity: number;
}

/** Bytes that are read before a block is given out, however few flows are in it. */
const maxBlockBytes = 32 * 1024 * 1024;

/** Bytes that are read at once. */
const readAtOnce = 1024 * 1024;

/** Characters that are kept of the rejected lines of a block, and of all of a source. */
const maxTextsInBlock = 1024 * 1024;
const maxTexts = 16 * 1024 * 1024;

/** What a rejected line takes beside its text and its reason, in characters. */
const rejectionSize = 100;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads the bytes of a source, in pieces as they come, into blocks of flow columns. Memory is bounded
 * whatever the bytes are.
 */
export class BlockReader {
  readonly #options: BlockReaderOptions;
  readonly #reader: FlowReader;
  readonly #give: (block: ReadBlock) => ColumnArrays;
  readonly #hasher: PrefixHasher | undefined;
  /** What is not read yet: the beginning of a line. */
  #buffer = Buffer.allocUnsafe(2 * readAtOnce);
  #length = 0;
  /** Bytes of the buffer that are hashed. */
  #hashed = 0;
  #isBeginning: boolean;
  /** The beginning of a line that is too long, while the rest of it is left out. */
  #long: string | undefined;
  #checkpoint: Checkpoint | undefined;
  /** What goes into the next block. */
  #hashes: PrefixHash[] = [];
  #rejections: RejectedLine[] = [];
  #bytes = 0;
  #texts = 0;
  /** Characters of all rejected lines. */
  #allTexts = 0;
  #counted = { rejected: 0, skipped: 0 };

  /**
   * @param columns - the arrays of the first block
   * @param give - takes a block, and gives the arrays of the next one
   * @param hosts - those that logs beside the source name
   */
  constructor(
    options: BlockReaderOptions,
    columns: ColumnArrays,
    give: (block: ReadBlock) => ColumnArrays,
    hosts?: HostTables,
  ) {
    const { format, firewall, networks, name, start, overlap, head, capacity } = options;
    this.#options = options;
    this.#give = give;
    const internalNetworks = parseInternalNetworks(networks);
    const onRejected = (line: number, reason: string, text: string) =>
      this.#keepRejected({ line, reason, text: text.slice(0, maxText) });
    this.#reader = new FlowReader(
      format,
      { firewall, name, internalNetworks, onRejected, ...(hosts && { hosts }) },
      columns,
      capacity,
    );
    // The first line is what is left of the one that the checkpoint is the end of.
    this.#reader.lines = Math.max(0, (start?.lines ?? 0) - 1);
    if (head && format.layout.kind === 'columns') this.#reader.beginAt(head);
    this.#hasher = start && new PrefixHasher(start.base);
    if (overlap) this.#hasher?.update(overlap);
    this.#checkpoint = start;
    this.#isBeginning = start === undefined || start.bytes === 0;
  }

  /** Reads on. */
  read(piece: Uint8Array): void {
    for (let at = 0; at < piece.byteLength; at += readAtOnce) {
      const slice = piece.subarray(at, at + readAtOnce);
      this.#bytes += slice.byteLength;
      this.#readSlice(this.#long === undefined ? slice : this.#afterLong(slice));
      if (this.#bytes >= maxBlockBytes) this.#giveBlock();
    }
  }

  /**
   * There is no more: reads what is left, and gives the last block out.
   *
   * @param isCut - whether the source could not be read to its end: what is left is no line then
   */
  end({ isCut = false } = {}): void {
    if (isCut) {
      this.#giveBlock({ isEnd: true });
      return;
    }
    const reason = this.#whyUnfinished();
    if (reason === undefined && this.#long !== undefined) this.#reader.rejectLong(this.#long);
    else if (reason === undefined && this.#length > 0) {
      this.#makeRoom(1);
      this.#buffer[this.#length] = lineFeed;
      this.#readLines(this.#length + 1);
    }
    const isTold = reason !== undefined && !this.#options.growing;
    const unfinished = isTold ? { line: this.#reader.lines + 1, reason } : undefined;
    this.#giveBlock({ isEnd: true, ...(unfinished && { unfinished }) });
  }

  #readSlice(slice: Uint8Array): void {
    this.#makeRoom(slice.byteLength);
    this.#buffer.set(slice, this.#length);
    this.#length += slice.byteLength;
    const end = this.#buffer.lastIndexOf(lineFeed, this.#length - 1) + 1;
    if (end > 0) this.#readLines(end);
    // However many NULs are before the next line, they take no room.
    this.#drop(end + nulsBefore(this.#buffer.subarray(end, this.#length)));
    if (this.#length > maxLineBytes) {
      this.#long = this.#buffer.toString('utf8', 0, maxText);
      this.#hashTo(this.#length);
      this.#length = 0;
      this.#hashed = 0;
    }
  }

  /** Drops what is read from the beginning of the buffer. */
  #drop(end: number): void {
    if (end === 0) return;
    this.#hashTo(end);
    this.#buffer.copyWithin(0, end, this.#length);
    this.#length -= end;
    this.#hashed = 0;
  }

  /** Reads the lines of the buffer, and hashes them. */
  #readLines(end: number): void {
    for (let at = this.#skipMark(); at < end;) {
      at = this.#reader.read(this.#buffer, at, end);
      this.#checkAt(at);
      if (this.#reader.isFull || this.#reader.isPaused) this.#giveBlock();
    }
    this.#isBeginning = false;
    if (end <= this.#length) this.#hashTo(end);
  }

  /** A checkpoint at the end of a line, whose line feed stands before `at`. */
  #checkAt(at: number): void {
    if (this.#hasher === undefined) return;
    const isWindows = at > 1 && this.#buffer[at - 2] === carriageReturn;
    this.#hashTo(isWindows ? at - 2 : at - 1);
    this.#check();
  }

  #check(): void {
    const hasher = this.#hasher;
    if (hasher === undefined) return;
    this.#checkpoint = { ...hasher.hash(), lines: this.#reader.lines, base: hasher.base() };
  }

  #hashTo(end: number): void {
    if (this.#hasher === undefined || end <= this.#hashed) return;
    this.#hashes.push(...this.#hasher.update(this.#buffer.subarray(this.#hashed, end)));
    this.#hashed = end;
  }

  /** Leaves out the rest of a line that is too long. */
  #afterLong(slice: Uint8Array): Uint8Array {
    const end = slice.indexOf(lineFeed);
    const rest = end < 0 ? slice : slice.subarray(0, end);
    if (this.#hasher) this.#hashes.push(...this.#hasher.update(rest));
    if (end < 0) return slice.subarray(slice.byteLength);
    this.#reader.rejectLong(this.#long!);
    this.#long = undefined;
    this.#isBeginning = false;
    this.#check();
    if (this.#hasher) this.#hashes.push(...this.#hasher.update(slice.subarray(end, end + 1)));
    return slice.subarray(end + 1);
  }

  /** The place behind a byte order mark, which some programs write before the first line. */
  #skipMark(): number {
    const { byteLength } = byteOrderMark;
    const hasMark =
      this.#isBeginning &&
      this.#buffer.subarray(0, Math.min(byteLength, this.#length)).equals(byteOrderMark);
    return hasMark ? byteLength : 0;
  }

  /**
   * Why a last line without a line feed is left out: its rest may be still to come. A batch is all
   * that there is.
   */
  #whyUnfinished(): string | undefined {
    if (this.#hasher === undefined) return undefined;
    if (this.#long !== undefined) return tooLong;
    const last = this.#buffer.toString('utf8', this.#skipMark(), this.#length);
    if (last.trim() === '' || isWholeObject(last)) return undefined;
    if (this.#options.growing) return 'not whole yet';
    const read = this.#reader.tryLine(last);
    return 'reason' in read ? read.reason : undefined;
  }

  #keepRejected(line: RejectedLine): boolean {
    const size = line.text.length + line.reason.length + rejectionSize;
    this.#rejections.push(line);
    this.#texts += size;
    this.#allTexts += size;
    this.#reader.isPaused = this.#texts >= maxTextsInBlock;
    return this.#allTexts < maxTexts;
  }

  #giveBlock({
    isEnd = false,
    unfinished,
  }: { isEnd?: boolean; unfinished?: Rejection } = {}): void {
    const { rejected, skipped } = this.#reader;
    const flows = this.#reader.flows({ isEnd });
    // Of a line that is not read to its end, nothing is known yet.
    const passed = (hash: PrefixHash) => hash.bytes <= this.#checkpoint!.bytes;
    // Flows whose other way may come are not in the block yet.
    const isWhole = isEnd || this.#options.format.unidirectional === undefined;
    const columns = this.#give({
      flows,
      rejected: rejected - this.#counted.rejected,
      skipped: skipped - this.#counted.skipped,
      rejections: this.#rejections,
      hashes: this.#hashes.filter((hash) => passed(hash)),
      ...(isWhole && this.#checkpoint && { checkpoint: this.#checkpoint }),
      ...(unfinished && { unfinished }),
    });
    if (!isEnd) this.#reader.begin(columns);
    this.#counted = { rejected, skipped };
    this.#rejections = [];
    this.#hashes = this.#hashes.filter((hash) => !passed(hash));
    this.#bytes = 0;
    this.#texts = 0;
    this.#reader.isPaused = false;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.byteLength) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.byteLength));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}

function isWholeObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
