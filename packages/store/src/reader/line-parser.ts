import { Direction, LogType } from '@cfw-flow/types';
import { canonicalAddress } from '../address.ts';
import { certaintyOfFlags, Certainty, fromOtherEnd } from './client-side.ts';
import {
  addsLength,
  type Conversion,
  conversionTakes,
  convert,
  isLength,
  moved,
} from './conversion.ts';
import { StoreError } from '../errors.ts';
import { describeKind, fieldRules, flowFields, maxCount } from '../field.ts';
import { type FieldKind, maxTime, minTime } from '../field.ts';
import type { FlowRecord } from '../flow.ts';
import {
  type FlowField,
  fieldSource,
  type InterfaceVpc,
  keysOfField,
  type Layout,
  lengthKey,
  type LogFormat,
  type ReadField,
  type ConstantField,
  readings,
  type Unidirectional,
} from '../format.ts';
import { canonicalHost } from '../host-name.ts';
import { type InternalNetworks, parseInternalNetworks } from '../internal-networks.ts';
import { interfaceEnd } from './interface-end.ts';
import { columnsIn, layoutAfter, type Parts, readColumns, readJson, readPairs } from './layout.ts';
import { LineMatcher, type LineMatch, whyNoMatch } from './line-matcher.ts';
import { isPortless } from '../protocols.ts';
import { isRelativeTime, likelyUnit } from '../time-unit.ts';

/** The name of a host under a key, which the flow with that key takes. */
export interface HostName {
  /** What flow and host have in common. */
  key: string;
  /** The host. */
  name: string;
}

/** What is known of a line that has one way of a conversation. */
export interface OneWay {
  /** What lines of the same conversation have in common beside their fields. */
  key: string;
  /** How certain it is which end is the client. */
  certainty: Certainty;
}

/** What a line of a log is. */
export type LineResult =
  | {
      /** The flow. */
      flow: FlowRecord;
      /** Key under which a host may be known, when the flow has none itself. */
      hostKey?: string;
      /** Of a line that has one way of a conversation. */
      oneWay?: OneWay;
    }
  /** No flow, by declaration of the format; it may name the host of one. */
  | {
      /** Always true. */
      skipped: true;
      /** The host that it names. */
      host?: HostName;
    }
  /** Not a flow, and why. */
  | {
      /** What is wrong with the line. */
      reason: string;
    };

/** What a log doesn't say itself. */
export interface ParserOptions {
  /** Firewall of a line that doesn't name its own. */
  firewall: string;
  /** Networks that decide on the direction; the private ones when left out. */
  internalNetworks?: InternalNetworks;
  /** What people call the log. */
  name?: string;
}

/**
 * Reads a log line by line, from its first one: the meaning of a format in plain code, and what is
 * wrong with a line that is no flow. The reader takes lines of the usual shape itself, and must come
 * to the same flows.
 */
export class LineParser {
  readonly #format: LogFormat;
  readonly #firewall: string;
  readonly #internalNetworks: InternalNetworks;
  readonly #name: string;
  #layout: Layout;
  /** For a format with patterns. */
  readonly #matcher: LineMatcher | undefined;
  #columns: readonly string[] | undefined;
  /** Whether lines were read by these columns, so that they have to stay. */
  #inUse = false;

  constructor(
    format: LogFormat,
    { firewall, internalNetworks = parseInternalNetworks(), name = 'The log' }: ParserOptions,
  ) {
    this.#name = name;
    this.#format = format;
    this.#firewall = firewall;
    this.#internalNetworks = internalNetworks;
    const { layout, onlyLines } = format;
    this.#layout = layout;
    if (layout.kind === 'columns') this.#columns = layout.columns;
    if (layout.kind === 'text' || onlyLines) {
      const patterns = layout.kind === 'text' ? layout.patterns : [];
      this.#matcher = new LineMatcher({ only: onlyLines, patterns }, name);
    }
  }

  /** How the lines are written, as far as those before tell. */
  get layout(): Layout {
    return this.#layout;
  }

  /** Names of the columns, as far as they are known. */
  get columns(): readonly string[] | undefined {
    return this.#columns;
  }

  /**
   * Takes the columns from the first lines of a log.
   *
   * @throws {@link StoreError} `SOURCE_FORMAT` when these lines name different ones
   */
  begin(lines: Iterable<string>): void {
    for (const line of lines) {
      const isHeader = this.#readHeader(line);
      if (!isHeader && !this.#isComment(line)) break;
    }
    this.#inUse = this.#columns !== undefined;
  }

  /** Whether {@link lookAhead} makes reading faster. */
  get looksAhead(): boolean {
    return this.#matcher !== undefined;
  }

  /** Looks at lines that are read next. */
  lookAhead(lines: readonly string[]): void {
    this.#matcher?.lookAhead(lines.map(withoutReturn));
  }

  /** Lines were read by the columns known so far, so that they have to stay. */
  keepColumns(): void {
    this.#inUse = true;
  }

  /**
   * Reads one line.
   *
   * @throws {@link StoreError} `SOURCE_FORMAT` when it names other columns than the lines before
   */
  read(line: string): LineResult {
    if (this.#readHeader(line) || this.#isComment(line)) return { skipped: true };
    const match = this.#matcher?.match(withoutReturn(line));
    if (match === 'other') return { skipped: true };
    const parts = this.#takeApart(line, match);
    if ('reason' in parts) return parts;
    const { only, hosts } = this.#format;
    if (only) {
      const value = parts.get(only.key);
      if (value === undefined && !only.orAbsent) return { reason: `${only.key} is missing` };
      if (value !== undefined && !only.is.includes(value)) {
        const host = hosts && this.#hostIn(parts);
        return { skipped: true, ...(host && { host }) };
      }
    }
    return this.#flowIn(parts);
  }

  /** The host that a line of a log beside names. */
  readHost(line: string): HostName | undefined {
    if (this.#readHeader(line) || this.#isComment(line)) return undefined;
    const parts = this.#takeApart(line);
    return 'reason' in parts ? undefined : this.#hostIn(parts);
  }

  #readHeader(line: string): boolean {
    if (this.#layout.kind !== 'columns') return false;
    const columns = columnsIn(this.#layout, withoutReturn(line));
    if (columns === undefined) return false;
    if (this.#inUse && this.#columns?.join() !== columns.join()) {
      throw new StoreError(
        'SOURCE_FORMAT',
        `${this.#name.replaceAll('\n', '\\n')} has other columns further on: ${quote(columns.join(' '))}. Cut it where they change.`,
      );
    }
    this.#columns = columns;
    return true;
  }

  #isComment(line: string): boolean {
    const layout = this.#layout;
    if (layout.kind !== 'columns' || layout.comment === undefined) return false;
    if (!line.startsWith(layout.comment)) return false;
    this.#layout = layoutAfter(layout, withoutReturn(line));
    return true;
  }

  #takeApart(written: string, match?: LineMatch): Parts {
    const layout = this.#layout;
    if (typeof match === 'string') return { reason: whyNoMatch(match) };
    if (layout.kind === 'json') return readJson(written);
    if (layout.kind === 'text') return { get: (key) => match?.[key] || undefined };
    const line = withoutReturn(written);
    if (layout.kind === 'pairs') return readPairs(line);
    if (this.#columns === undefined) return { reason: 'no line before it names the columns' };
    this.#inUse = true;
    return readColumns(layout, this.#columns, line);
  }

  #hostIn(parts: Exclude<Parts, { reason: string }>): HostName | undefined {
    const { hosts } = this.#format;
    const key = hosts && parts.get(hosts.key);
    const found = firstOf(parts, hosts?.names ?? []);
    const name = found && canonicalHost(found.text);
    return key !== undefined && name ? { key, name } : undefined;
  }

  #flowIn(parts: Exclude<Parts, { reason: string }>): LineResult {
    const format = this.#format;
    const flow: Partial<Record<FlowField, unknown>> = {};
    const missing: FlowField[] = [];
    for (const field of flowFields) {
      const read = readField(format, field, parts);
      if ('reason' in read) return read;
      if (read.value !== undefined) flow[field] = read.value;
      else if (fieldRules[field].required) missing.push(field);
    }
    const filled = fillIn(flow, this.#firewall);
    const lacking = missing.find(
      (field) => filled[field] === undefined && !isToldByEnds(format, field),
    );
    if (lacking) return { reason: `${keyOf(format, lacking)} is missing` };
    if (format.unidirectional?.interfaceVpc) {
      keepVpcAtInterface(format.unidirectional.interfaceVpc, filled, parts, this.#internalNetworks);
    }
    const oneWay = format.unidirectional && oneWayOf(format.unidirectional, filled, parts);
    const isTurned = oneWay && isFromServer(filled, oneWay, this.#internalNetworks);
    const turned = isTurned ? inOrder(fromOtherEnd(filled)) : filled;
    const { direction, log_type } = borderBetween(turned as FlowRecord, this.#internalNetworks);
    if (isToldByEnds(format, 'direction')) turned.direction = direction;
    if (isToldByEnds(format, 'log_type')) turned.log_type = log_type;
    const hostKey = format.hosts && parts.get(format.hosts.key);
    return {
      flow: portless(turned) as FlowRecord,
      ...(hostKey !== undefined && { hostKey }),
      ...(oneWay !== undefined && { oneWay }),
    };
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Whether a field is told by where the ends of a flow are: its format has no key for it. */
function isToldByEnds({ fields }: LogFormat, field: FlowField): boolean {
  return (field === 'direction' || field === 'log_type') && fields[field] === undefined;
}

/** What a flow is told by where its ends are, when the log doesn't tell. */
function borderBetween(
  { src_ip, dst_ip }: Pick<FlowRecord, 'src_ip' | 'dst_ip'>,
  internalNetworks: InternalNetworks,
): Pick<FlowRecord, 'direction' | 'log_type'> {
  const [from, to] = [internalNetworks.contains(src_ip), internalNetworks.contains(dst_ip)];
  return {
    direction: to && !from ? Direction.OUT2IN : Direction.IN2OUT,
    log_type: from && to ? LogType.VPC : LogType.INTERNET,
  };
}

type Fields = Partial<FlowRecord>;

function fillIn(read: Partial<Record<FlowField, unknown>>, firewall: string): Fields {
  const flow = read as Fields;
  flow.fw_instance_id ??= firewall;
  const border = borderOf(flow.vsys);
  if (flow.log_type === undefined && border) flow.log_type = border;
  return inOrder(flow);
}

/** The fields with a value in the record's order. */
function inOrder(flow: Fields): Fields {
  return Object.fromEntries(
    flowFields.flatMap((field) => (flow[field] === undefined ? [] : [[field, flow[field]]])),
  );
}

/** A log without `log_type` may tell the border by its virtual system. */
function borderOf(vsys: number | undefined): LogType | undefined {
  if (vsys === 1) return LogType.INTERNET;
  if (vsys === 2) return LogType.VPC;
  return undefined;
}

/** Leaves out the ports of a protocol that has none. */
function portless(flow: Fields): Fields {
  if (!isPortless(flow.protocol ?? '')) return flow;
  const { src_port: _, dst_port: __, ...rest } = flow;
  return rest;
}

function oneWayOf(
  { keys, flags, refused }: Unidirectional,
  flow: Fields,
  parts: Exclude<Parts, { reason: string }>,
): OneWay {
  const isRefused = flow.action === refused;
  return {
    key: keys.map((key) => parts.get(key) ?? '').join(' '),
    certainty: isRefused ? Certainty.REFUSED : certaintyOfFlags(flags && parts.get(flags)),
  };
}

/** Both ends were read to be in the VPC of the interface. */
function keepVpcAtInterface(
  { key, direction }: InterfaceVpc,
  flow: Fields,
  parts: Exclude<Parts, { reason: string }>,
  internalNetworks: InternalNetworks,
): void {
  if (parts.get(key) === undefined) return;
  const { src_ip = '', dst_ip = '' } = flow;
  const [from, to] = [internalNetworks.contains(src_ip), internalNetworks.contains(dst_ip)];
  const end = interfaceEnd(from, to, parts.get(direction));
  if (end === 'src') delete flow.dst_vpc;
  else if (end === 'dst') delete flow.src_vpc;
}

function isFromServer(
  flow: Fields,
  { certainty }: OneWay,
  internalNetworks: InternalNetworks,
): boolean {
  if (certainty === Certainty.PORTS) return comesFromServer(flow, internalNetworks);
  return certainty === Certainty.SYN_ACK;
}

function comesFromServer(flow: Fields, internalNetworks: InternalNetworks): boolean {
  const { src_ip = '', dst_ip = '', src_port = 0, dst_port = 0 } = flow;
  if (src_port !== dst_port) return src_port < dst_port;
  const [from, to] = [internalNetworks.contains(src_ip), internalNetworks.contains(dst_ip)];
  return from === to ? dst_ip < src_ip : to;
}

type ReadValue = { value: unknown } | { reason: string };

function readField(
  format: LogFormat,
  field: FlowField,
  parts: Exclude<Parts, { reason: string }>,
): ReadValue {
  const source = fieldSource(format, field);
  if (source === undefined) return { value: undefined };
  if ('constant' in source) return { value: valueWithoutText(field, source) };
  let read: ReadValue = { value: undefined };
  for (const reading of readings(source)) {
    read = readWay(reading, field, parts);
    if ('reason' in read || read.value !== undefined) break;
  }
  return read;
}

function readWay(
  source: ReadField,
  field: FlowField,
  parts: Exclude<Parts, { reason: string }>,
): ReadValue {
  const found = firstOf(parts, keysOfField(source));
  if (found === undefined) return { value: valueWithoutText(field, source) };
  const { as } = source;
  const lengthFrom = lengthKey(source);
  const length = lengthFrom === undefined ? undefined : parts.get(lengthFrom);
  if (length !== undefined && !isLength(length)) {
    return { reason: `${lengthFrom} is ${quote(length)}, not a length of time in seconds` };
  }
  const text = as === 'set' ? withCommas(found.text, parts.setSeparator) : found.text;
  const value = valueOfText(field, source, text, length);
  if (value !== undefined) return { value: value ?? undefined };
  const taken = takes(field, as);
  return { reason: `${found.key} is ${quote(found.text)}, not ${taken}${hint(found.text, taken)}` };
}

function withCommas(text: string, separator: string | undefined): string {
  return separator === undefined ? text : text.replaceAll(separator, ',');
}

/** The value of a field of a line that has no text for it, if there is one. */
export function valueWithoutText(field: FlowField, source: ReadField | ConstantField): unknown {
  const text = 'constant' in source ? source.constant : source.default;
  return text === undefined ? undefined : valueOf(field, text);
}

/**
 * The value of a field that a text of a line is.
 *
 * @param length - text of a length of time that is added, or taken away
 * @returns null when it is as good as absent, nothing when it is not what the field takes
 */
export function valueOfText(
  field: FlowField,
  source: ReadField,
  text: string,
  length?: string,
): unknown {
  const { words } = source;
  const converted = convertWith(source, text, length);
  if (converted === undefined) return undefined;
  const word = words && Object.hasOwn(words, converted) ? words[converted]! : converted;
  const value = word === '' ? '' : valueOf(field, word);
  return value === '' ? null : value;
}

function convertWith(
  { as, plus, minus, timeZone }: ReadField,
  text: string,
  length: string | undefined,
): string | undefined {
  if (as === undefined && (length === undefined || !/^[0-9]{1,18}$/.test(text))) return text;
  // Fractions of seconds add up before they are cut.
  const isAdded = addsLength(as) && plus !== undefined;
  const converted =
    as === undefined ? text : convert(as, text, isAdded ? length : undefined, timeZone);
  if (converted === undefined || length === undefined || isAdded) return converted;
  return moved(converted, length, minus === undefined ? 'plus' : 'minus');
}

/** What another kind of time stamp is, so that nobody has to count its digits. */
function hint(text: string, taken: string): string {
  if (!/\btime\b/.test(taken)) return '';
  if (isRelativeTime(text)) return ': it looks like one that counts from the start of a capture';
  const unit = likelyUnit(text);
  return unit === undefined || taken.endsWith(` ${unit}`) ? '' : `: it looks like one in ${unit}`;
}

function takes(field: FlowField, as: Conversion | undefined): string {
  return as === undefined || as === 'upper'
    ? describeKind(fieldRules[field].kind)
    : conversionTakes[as];
}

function keyOf(format: LogFormat, field: FlowField): string {
  const source = fieldSource(format, field) as ReadField | undefined;
  return source === undefined ? field : readings(source).flatMap(keysOfField).join(' or ');
}

function firstOf(parts: Exclude<Parts, { reason: string }>, keys: readonly string[]) {
  for (const key of keys) {
    const text = parts.get(key);
    if (text !== undefined) return { key, text };
  }
  return undefined;
}

function valueOf(field: FlowField, text: string): unknown {
  const { kind } = fieldRules[field];
  if (field === 'vsys')
    return (kind as readonly string[]).includes(text) ? Number(text) : undefined;
  return valueOfKind(kind, text);
}

function valueOfKind(kind: FieldKind, text: string): unknown {
  if (typeof kind === 'object') return kind.includes(text) ? text : undefined;
  switch (kind) {
    case 'text':
      return text;
    case 'host':
      return canonicalHost(text);
    case 'address':
      return canonicalAddress(text);
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
    case 'port':
      return wholeNumber(text, 0, 65_535);
    case 'time':
      return wholeNumber(text, minTime, maxTime);
    case 'count':
      return wholeCount(text);
  }
}

const digits = /^(0|[1-9][0-9]*)$/;

function wholeNumber(text: string, least: number, greatest: number): number | undefined {
  const value = Number(text);
  return digits.test(text) && value >= least && value <= greatest ? value : undefined;
}

function wholeCount(text: string): bigint | undefined {
  if (!digits.test(text) || text.length > 19) return undefined;
  const count = BigInt(text);
  return count <= maxCount ? count : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
