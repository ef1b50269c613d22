import { Direction, LogType } from '@cfw-flow/types';
import { type ColumnsLayout, keysOf, type LogFormat } from '../format.ts';
import { type InternalNetworks, parseInternalNetworks } from '../internal-networks.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { Certainty, certaintyOfFlags } from './client-side.ts';
import { fieldReaders, INVALID, textAt, textOf, type FieldReader } from './field-reader.ts';
import { isPortless } from '../protocols.ts';
import { FlowBlock } from './flow-block.ts';
import { ABSENT, type ColumnArrays, type FlowColumns } from './flow-columns.ts';
import { FlowHalves } from './flow-halves.ts';
import { ForeignLines } from './foreign-lines.ts';
import { HostTables } from './host-tables.ts';
import { interfaceEnd } from './interface-end.ts';
import { LineParser, type LineResult, type OneWay, type ParserOptions } from './line-parser.ts';
import { LineScanning } from './line-scanning.ts';
import { Found, Scan } from './scan.ts';

/** Greatest length of one line, in bytes, wherever it stands. */
export const maxLineBytes = 16 * 1024 * 1024;

/** What is wrong with a longer one. */
export const tooLong = `longer than ${maxLineBytes} bytes`;

/** Characters that are kept of a rejected line. */
export const maxText = 4096;

/** What the reader is told of. */
export interface FlowReaderOptions extends ParserOptions {
  /** Hosts that lines named, for the flows after them. */
  hosts?: HostTables;
  /**
   * Told of each line that is not a flow, by its number in the source.
   *
   * @returns whether it wants to be told of further ones
   */
  onRejected: (line: number, reason: string, text: string) => boolean;
}

/** What a line turned out to be. */
const Verdict = { FLOW: 0, SKIPPED: 1, REJECTED: 2, UNEXPECTED: 3 } as const;
type Verdict = (typeof Verdict)[keyof typeof Verdict];

/**
 * Reads lines into flow columns. Lines as programs write them, which are nearly all, are read from
 * their bytes; whatever is unexpected about a line leaves it to {@link LineParser}, which knows all
 * that may be, and what is wrong with a line that is no flow.
 */
export class FlowReader {
  /** Lines read, those before the first one included. */
  lines = 0;
  /** Lines that are none by their format. */
  skipped = 0;
  /** Lines that are not flows. */
  rejected = 0;
  /** Set to have it stop reading after the line under way. */
  isPaused = false;
  readonly #format: LogFormat;
  readonly #options: FlowReaderOptions;
  readonly #block: FlowBlock;
  readonly #capacity: number;
  readonly #scanning: LineScanning;
  /** Of the line that was taken apart. */
  readonly #scan: Scan;
  readonly #fields: readonly FieldReader[];
  readonly #networks: InternalNetworks;
  readonly #hosts: HostTables | undefined;
  /** Places of keys that decide on a line, -1 without one. */
  readonly #only: number;
  readonly #hostKey: number;
  readonly #hostNames: readonly number[];
  readonly #pairKeys: readonly number[];
  readonly #flags: number;
  readonly #interfaceVpc: number;
  readonly #flowDirection: number;
  readonly #halves: FlowHalves | undefined;
  readonly #foreign: ForeignLines;
  /** How certain it is which end of the line is the client. */
  #certainty: Certainty = Certainty.PORTS;
  readonly #onlyWords: ByteDictionary;
  /** Whether somebody wants to know what is wrong with lines: that takes several times as long. */
  #tellsReasons = true;
  /** Whether a line that is no flow may be one that names the columns. */
  readonly #mayBeHeader: boolean;
  /** By the place of a protocol: whether it has no ports. */
  readonly #portless: boolean[] = [];

  /**
   * @param columns - the arrays of the first block
   * @param capacity - flows that they have room for
   */
  constructor(
    format: LogFormat,
    options: FlowReaderOptions,
    columns: ColumnArrays,
    capacity: number,
  ) {
    this.#format = format;
    this.#foreign = new ForeignLines(format);
    this.#options = options;
    this.#capacity = capacity;
    this.#networks = options.internalNetworks ?? parseInternalNetworks();
    this.#hosts = options.hosts ?? (format.hosts && new HostTables());
    this.#block = new FlowBlock(columns, this.#networks);
    const keys = keysOf(format);
    this.#scanning = new LineScanning(format, keys, new LineParser(format, options));
    this.#scan = this.#scanning.scanner?.scan ?? new Scan(0);
    const place = (key: string | undefined) => (key === undefined ? -1 : keys.indexOf(key));
    const { only, hosts, unidirectional } = format;
    this.#only = place(only?.key);
    this.#hostKey = place(hosts?.key);
    this.#hostNames = (hosts?.names ?? []).map(place);
    this.#pairKeys = (unidirectional?.keys ?? []).map(place);
    this.#flags = place(unidirectional?.flags);
    this.#interfaceVpc = place(unidirectional?.interfaceVpc?.key);
    this.#flowDirection = place(unidirectional?.interfaceVpc?.direction);
    this.#onlyWords = new ByteDictionary((bytes, start, end) =>
      Number(only!.is.includes(textAt(bytes, start, end))),
    );
    const { layout } = format;
    this.#mayBeHeader = layout.kind === 'columns' && !isHeaderComment(layout);
    this.#fields = fieldReaders(format, place, this.#block);
    if (unidirectional) {
      const name = options.name ?? 'The log';
      this.#halves = new FlowHalves(name, capacity, columns);
    }
  }

  /** Takes the columns from the first lines of a log that is not read from its beginning. */
  beginAt(head: Iterable<string>): void {
    this.#scanning.parser.begin(head);
    this.#scanning.takeColumns();
  }

  /** Whether the block has no room for another flow. */
  get isFull(): boolean {
    return this.#block.rows === this.#capacity;
  }

  /**
   * The flows that are whole. Of those whose other way may still come, a full block gives the older
   * half, and other ones none until the end.
   */
  flows({ isEnd = false } = {}): FlowColumns {
    const { flows } = this.#block;
    return isEnd ? flows : { ...flows, rows: this.#wholeRows };
  }

  get #wholeRows(): number {
    if (this.#halves === undefined) return this.#block.rows;
    return this.isFull ? this.#block.rows >>> 1 : 0;
  }

  /** Begins a new block, with what {@link flows} left in the last one. */
  begin(columns: ColumnArrays): void {
    const kept = this.#wholeRows;
    this.#block.begin(columns, kept);
    this.#halves?.keep(kept, this.#block);
    for (const field of this.#fields) field.begin();
    this.#onlyWords.clear();
    this.#portless.length = 0;
  }

  /**
   * Reads whole lines until the block is full, or it is paused. NULs before a line are none of it:
   * they are what a writer leaves that goes on where it was in a file that was truncated.
   *
   * @param end - the place behind the last line feed
   * @returns the place behind the last line that was read
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    const { parser } = this.#scanning;
    if (parser.looksAhead) parser.lookAhead(textAt(bytes, start, end).split('\n'));
    while (at < end && !this.isFull && !this.isPaused) {
      // A line feed ends it, since lines are whole.
      while (bytes[at] === 0) at++;
      const feed = this.#scanning.scanLine(bytes, at);
      const isQuick = feed >= 0 && feed - at <= maxLineBytes;
      this.lines++;
      const verdict = isQuick ? this.#readScanned(bytes) : Verdict.UNEXPECTED;
      if (verdict !== Verdict.UNEXPECTED) this.#scanning.parser.keepColumns();
      if (verdict === Verdict.FLOW) this.#addRow(bytes);
      else if (verdict === Verdict.SKIPPED) this.skipped++;
      else if (verdict === Verdict.REJECTED) this.rejected++;
      at = verdict === Verdict.UNEXPECTED ? this.#parseLine(bytes, at) : feed + 1;
    }
    return at;
  }

  /** A line that is longer than one may be was left out. */
  rejectLong(beginning: string): void {
    this.lines++;
    this.#reject(tooLong, beginning);
  }

  /** What a line would be that may not be whole yet. */
  tryLine(text: string): LineResult {
    return this.#scanning.parser.read(text);
  }

  #readScanned(bytes: Uint8Array): Verdict {
    const scan = this.#scan;
    if (this.#only >= 0) {
      const verdict = this.#choose(bytes);
      if (verdict !== Verdict.FLOW) return verdict;
    }
    const row = this.#block.rows;
    const fields = this.#fields;
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at]!;
      const value = field.read(bytes, scan, row);
      if (value >= 0) continue;
      if (value === INVALID || field.isNeeded) return this.#unsound();
    }
    return this.#complete(bytes) ? Verdict.FLOW : this.#unsound();
  }

  /** The line parser knows what is wrong with a line. */
  #unsound(): Verdict {
    return this.#tellsReasons || this.#mayBeHeader ? Verdict.UNEXPECTED : Verdict.REJECTED;
  }

  /** Whether a line is a flow by its format. One that is not may name the host of one. */
  #choose(bytes: Uint8Array): Verdict {
    const scan = this.#scan;
    const only = this.#only;
    const { only: choice } = this.#format;
    switch (scan.found[only]) {
      case Found.NOTHING:
        return choice!.orAbsent ? Verdict.FLOW : Verdict.UNEXPECTED;
      case Found.ESCAPED:
        return Verdict.UNEXPECTED;
    }
    const [start, end] = [scan.starts[only]!, scan.ends[only]!];
    if (this.#onlyWords.numberOf(bytes, start, end, scan.hashes[only]!) === 1) return Verdict.FLOW;
    if (this.#mayBeHeader) return Verdict.UNEXPECTED;
    if (this.#hostNames.length > 0) this.#addHost(bytes);
    return Verdict.SKIPPED;
  }

  #addHost(bytes: Uint8Array): void {
    const scan = this.#scan;
    const name = this.#hostNames.find((slot) => scan.found[slot] !== Found.NOTHING);
    const key = this.#keyText(bytes);
    if (name === undefined || key === undefined) return;
    this.#hosts!.add(key, 0, key.length, textOf(bytes, scan, name)!);
  }

  #keyText(bytes: Uint8Array): Uint8Array | undefined {
    const key = textOf(bytes, this.#scan, this.#hostKey);
    return key === undefined ? undefined : Buffer.from(key);
  }

  /**
   * Fills in what the line does not say itself.
   *
   * @returns false when something is missing
   */
  #complete(bytes: Uint8Array): boolean {
    const { fields, unidirectional } = this.#format;
    const { columns, lists, rows: row } = this.#block;
    if (columns.fw_instance_id[row] === ABSENT) {
      columns.fw_instance_id[row] = lists.fw_instance_id.placeOf(this.#options.firewall);
    }
    if (columns.log_type[row] === ABSENT && columns.vsys[row] !== ABSENT) {
      const border = columns.vsys[row] === 1 ? LogType.INTERNET : LogType.VPC;
      columns.log_type[row] = lists.log_type.placeOf(border);
    }
    if (this.#interfaceVpc >= 0) this.#keepVpcAtInterface(bytes);
    if (unidirectional) this.#turn(bytes, unidirectional.refused);
    if (fields.direction === undefined || fields.log_type === undefined) this.#setBorder();
    if (columns.log_type[row] === ABSENT || columns.direction[row] === ABSENT) return false;
    const protocol = columns.protocol[row]!;
    if ((this.#portless[protocol] ??= isPortless(lists.protocol.texts[protocol]!))) {
      columns.src_port[row] = ABSENT;
      columns.dst_port[row] = ABSENT;
    }
    if (this.#hostKey >= 0 && columns.dst_host[row] === ABSENT) this.#takeHost(bytes);
    return true;
  }

  #takeHost(bytes: Uint8Array): void {
    const scan = this.#scan;
    const slot = this.#hostKey;
    const { columns, lists, rows: row } = this.#block;
    let host: string | undefined;
    if (scan.found[slot] === Found.ESCAPED) {
      const key = this.#keyText(bytes)!;
      host = this.#hosts!.get(key, 0, key.length);
    } else if (scan.found[slot] !== Found.NOTHING) {
      host = this.#hosts!.get(bytes, scan.starts[slot]!, scan.ends[slot]!);
    }
    if (host !== undefined) columns.dst_host[row] = lists.dst_host.placeOf(host);
  }

  #setBorder(): void {
    const { fields } = this.#format;
    const { columns, lists, rows: row } = this.#block;
    const from = this.#block.isInternal(columns.src_ip[row]!);
    const to = this.#block.isInternal(columns.dst_ip[row]!);
    if (fields.direction === undefined) {
      const direction = to && !from ? Direction.OUT2IN : Direction.IN2OUT;
      columns.direction[row] = lists.direction.placeOf(direction);
    }
    if (fields.log_type === undefined) {
      const border = from && to ? LogType.VPC : LogType.INTERNET;
      columns.log_type[row] = lists.log_type.placeOf(border);
    }
  }

  /** Both ends were read to be in the VPC of the interface. */
  #keepVpcAtInterface(bytes: Uint8Array): void {
    const scan = this.#scan;
    if (scan.found[this.#interfaceVpc] === Found.NOTHING) return;
    const { columns, rows: row } = this.#block;
    const isFromInside = this.#block.isInternal(columns.src_ip[row]!);
    const isToInside = this.#block.isInternal(columns.dst_ip[row]!);
    const direction =
      isFromInside === isToInside ? textOf(bytes, scan, this.#flowDirection) : undefined;
    const end = interfaceEnd(isFromInside, isToInside, direction);
    if (end === 'src') columns.dst_vpc[row] = ABSENT;
    else if (end === 'dst') columns.src_vpc[row] = ABSENT;
  }

  /** One way of a conversation, seen from its client: what is read has gone from source to destination. */
  #turn(bytes: Uint8Array, refused: string): void {
    const { columns, lists, rows: row } = this.#block;
    const action = columns.action[row]!;
    if (action !== ABSENT && lists.action.texts[action] === refused) {
      this.#certainty = Certainty.REFUSED;
      return;
    }
    if (!this.#isFromServer(bytes)) return;
    swap(columns.src_ip, columns.dst_ip, row);
    swap(columns.src_port, columns.dst_port, row);
    this.#block.swapTexts('src_region_name', 'dst_region_name');
    this.#block.swapTexts('src_vpc', 'dst_vpc');
    swap(columns.to_s_bytes, columns.to_c_bytes, row);
    swap(columns.to_s_pkts, columns.to_c_pkts, row);
  }

  #isFromServer(bytes: Uint8Array): boolean {
    this.#certainty = certaintyOfFlags(textOf(bytes, this.#scan, this.#flags));
    if (this.#certainty === Certainty.PORTS) return this.#comesFromServer();
    return this.#certainty === Certainty.SYN_ACK;
  }

  #comesFromServer(): boolean {
    const { columns, addresses, rows: row } = this.#block;
    const [from, to] = [columns.src_port[row]!, columns.dst_port[row]!].map((port) =>
      Math.max(port, 0),
    );
    if (from !== to) return from! < to!;
    const [source, target] = [columns.src_ip[row]!, columns.dst_ip[row]!];
    const [isFromInside, isToInside] = [source, target].map((end) => this.#block.isInternal(end));
    if (isFromInside !== isToInside) return isToInside!;
    return addresses.at(target) < addresses.at(source);
  }

  /** The next row is a flow. */
  #addRow(bytes: Uint8Array): void {
    if (this.#halves === undefined) {
      this.#block.rows++;
      return;
    }
    const scan = this.#scan;
    const key = this.#pairKeys.map((slot) => textOf(bytes, scan, slot) ?? '').join(' ');
    this.#addHalf({ key, certainty: this.#certainty });
  }

  #addHalf(oneWay: OneWay): void {
    if (this.#halves!.add(this.#block, oneWay) === 'new') this.#block.rows++;
  }

  /** @returns the place of the next line */
  #parseLine(bytes: Uint8Array, start: number): number {
    const feed = bytes.indexOf(0x0a, start);
    const first = afterSpace(bytes, start, feed);
    if (first === feed) return feed + 1;
    if (feed - start > maxLineBytes) {
      this.#reject(tooLong, textAt(bytes, start, start + maxText));
      return feed + 1;
    }
    const { layout, onlyLines } = this.#format;
    const isObject = layout.kind !== 'json' || onlyLines !== undefined || bytes[first] === 0x7b;
    if (!this.#tellsReasons && !isObject) {
      // An object begins with a brace.
      this.rejected++;
      return feed + 1;
    }
    const text = textAt(bytes, start, feed);
    const read = this.#scanning.parser.read(text);
    if ('flow' in read) this.#addParsed(read);
    else if ('skipped' in read) {
      this.skipped++;
      if (read.host) {
        const key = Buffer.from(read.host.key);
        this.#hosts!.add(key, 0, key.length, read.host.name);
      }
      this.#scanning.takeColumns();
    } else this.#reject(this.#foreign.reasonOf(read.reason, text), text);
    return feed + 1;
  }

  #addParsed({ flow, hostKey, oneWay }: Extract<LineResult, { flow: object }>): void {
    const key = hostKey === undefined ? undefined : Buffer.from(hostKey);
    const host = flow.dst_host ?? (key && this.#hosts!.get(key, 0, key.length));
    this.#block.set(host === undefined ? flow : { ...flow, dst_host: host });
    if (oneWay === undefined) this.#block.rows++;
    else this.#addHalf(oneWay);
  }

  #reject(reason: string, text: string): void {
    this.rejected++;
    if (this.#tellsReasons) this.#tellsReasons = this.#options.onRejected(this.lines, reason, text);
  }
}

/** Whether the line that names the columns is a comment. */
function isHeaderComment({ header, comment }: ColumnsLayout): boolean {
  return comment !== undefined && header.some((word) => word.startsWith(comment));
}

function swap<Cells extends Int32Array | BigInt64Array>(
  one: Cells,
  other: Cells,
  row: number,
): void {
  [one[row], other[row]] = [other[row]!, one[row]!];
}

/** The place of the first byte that is no space; the end of a blank line. */
function afterSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d)) at++;
  return at;
}
