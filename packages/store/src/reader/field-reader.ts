import { fieldRules, maxTime, minTime } from '../field.ts';
import {
  type ConstantField,
  type FlowField,
  keysOfField,
  lengthKey,
  type LogFormat,
  fieldSource,
  type ReadField,
  readings,
} from '../format.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { addsLength, isLength } from './conversion.ts';
import type { FlowBlock } from './flow-block.ts';
import {
  ABSENT,
  type AddressField,
  addressFields,
  type BigField,
  bigFields,
  type SmallField,
  smallFields,
  type TextField,
} from './flow-columns.ts';
import { IsoTimes } from './iso-times.ts';
import { valueOfText, valueWithoutText } from './line-parser.ts';
import { Found, type Scan, type WantedKey } from './scan.ts';

/** What a cell has for a text that its field does not take: the line parser says what is wrong. */
export const INVALID = -2;

/** Reads the values of one field into a column, from lines that are taken apart. */
export interface FieldReader {
  readonly field: FlowField;
  /** Whether a line without a value is no flow. */
  readonly isNeeded: boolean;
  /** A new block begins. */
  begin(): void;
  /**
   * Reads the value of a line into a row of the block.
   *
   * @returns ABSENT or INVALID, or something else when there is a value
   */
  read(bytes: Uint8Array, scan: Scan, row: number): number;
}

/** The readers of the fields of a format that its lines have, and the keys that they read. */
export function fieldReaders(
  format: LogFormat,
  slotOf: (key: string) => number,
  block: FlowBlock,
): FieldReader[] {
  return (Object.keys(fieldRules) as FlowField[]).map((field) => {
    const source = fieldSource(format, field);
    // The firewall, the border and the direction may come from elsewhere.
    const isNeeded = fieldRules[field].required && !filledIn.includes(field);
    const ways = source === undefined || 'constant' in source ? [] : readings(source);
    if (ways.length > 1) {
      const readers = ways.map((way) => readerOf({ field, isNeeded, block }, way, slotOf));
      return new FirstReader(readers);
    }
    return readerOf({ field, isNeeded, block }, source, slotOf);
  });
}

type Target = Pick<Reading<FlowField>, 'field' | 'isNeeded' | 'block'>;

function readerOf(
  target: Target,
  source: ReadField | ConstantField | undefined,
  slotOf: (key: string) => number,
): FieldReader {
  const { field } = target;
  const way = source === undefined || 'constant' in source ? undefined : source;
  const length = way && lengthKey(way);
  const read = {
    ...target,
    source,
    slots: way === undefined ? [] : keysOfField(way).map(slotOf),
    plus: length === undefined ? -1 : slotOf(length),
  };
  if (isOneOf(smallFields, field)) return new SmallReader(read as Reading<SmallField>);
  if (isOneOf(bigFields, field)) return new BigReader(read as Reading<BigField>);
  if (isOneOf(addressFields, field)) return new AddressReader(read as Reading<AddressField>);
  return new TextReader(read as Reading<TextField>);
}

/** A field that is read in several ways, of which the first that gives a value counts. */
class FirstReader implements FieldReader {
  readonly field: FlowField;
  readonly isNeeded: boolean;
  readonly #ways: readonly FieldReader[];

  constructor(ways: readonly FieldReader[]) {
    this.field = ways[0]!.field;
    this.isNeeded = ways[0]!.isNeeded;
    this.#ways = ways;
  }

  begin(): void {
    for (const way of this.#ways) way.begin();
  }

  read(bytes: Uint8Array, scan: Scan, row: number): number {
    let value: number = ABSENT;
    for (const way of this.#ways) {
      value = way.read(bytes, scan, row);
      if (value !== ABSENT) break;
    }
    return value;
  }
}

/** What the values of a field are likely to be. */
export function kindOf(field: FlowField): WantedKey['kind'] {
  if (isOneOf(addressFields, field)) return 'address';
  return isOneOf(smallFields, field) || isOneOf(bigFields, field) ? 'number' : 'text';
}

const filledIn: readonly FlowField[] = ['fw_instance_id', 'log_type', 'direction'];

interface Reading<Field extends FlowField> {
  readonly field: Field;
  readonly isNeeded: boolean;
  readonly source: ReadField | ConstantField | undefined;
  /** Places of the keys, of which the first with a value counts. */
  readonly slots: readonly number[];
  /** Place of the key that is added or taken away, or -1. */
  readonly plus: number;
  readonly block: FlowBlock;
}

/** Texts: each distinct one is judged once in a block. */
class TextReader implements FieldReader {
  readonly field: TextField;
  readonly isNeeded: boolean;
  readonly #reading: Reading<TextField>;
  readonly #slots: readonly number[];
  readonly #places: ByteDictionary;
  #column: Int32Array;
  #default: number | undefined;
  /** The last text that was looked up: its key, its version and its place. */
  #lastSlot = -1;
  #lastVersion = 0;
  #lastPlace = ABSENT;

  constructor(reading: Reading<TextField>) {
    this.field = reading.field;
    this.isNeeded = reading.isNeeded;
    this.#reading = reading;
    this.#slots = reading.slots;
    this.#places = new ByteDictionary((bytes, start, end) =>
      this.#placeOf(textAt(bytes, start, end)),
    );
    this.#column = reading.block.columns[reading.field];
  }

  begin(): void {
    this.#column = this.#reading.block.columns[this.field];
    this.#places.clear();
    this.#default = undefined;
    this.#lastSlot = -1;
  }

  read(bytes: Uint8Array, scan: Scan, row: number): number {
    const slot = firstFound(this.#slots, scan);
    const place =
      slot < 0 ? (this.#default ??= this.#placeWithoutText()) : this.#placeAt(bytes, scan, slot);
    this.#column[row] = place;
    return place;
  }

  #placeAt(bytes: Uint8Array, scan: Scan, slot: number): number {
    const found = scan.found[slot]!;
    if (found === Found.ESCAPED) return this.#placeOf(textOf(bytes, scan, slot)!);
    const version = scan.versions[slot]!;
    if (slot === this.#lastSlot && version === this.#lastVersion) return this.#lastPlace;
    const hash = scan.hashes[slot]!;
    const place = this.#places.numberOf(bytes, scan.starts[slot]!, scan.ends[slot]!, hash);
    this.#lastSlot = slot;
    this.#lastVersion = version;
    this.#lastPlace = place;
    return place;
  }

  #placeOf(text: string): number {
    const value = valueOfText(this.field, this.#reading.source as ReadField, text);
    if (value === undefined) return INVALID;
    return value === null ? ABSENT : this.#placeIn(value as string);
  }

  #placeWithoutText(): number {
    const { source, field } = this.#reading;
    const value = source && valueWithoutText(field, source);
    return value === undefined ? ABSENT : this.#placeIn(value as string);
  }

  #placeIn(text: string): number {
    return this.#reading.block.lists[this.field].placeOf(text);
  }
}

/** Addresses: an IPv4 address is its bits, each other text is judged once in a block. */
class AddressReader implements FieldReader {
  readonly field: AddressField;
  readonly isNeeded: boolean;
  readonly #block: FlowBlock;
  readonly #source: ReadField;
  readonly #slots: readonly number[];
  readonly #places: ByteDictionary;
  #column: Int32Array;

  constructor({ field, isNeeded, source, slots, block }: Reading<AddressField>) {
    this.field = field;
    this.isNeeded = isNeeded;
    this.#block = block;
    this.#slots = slots;
    this.#source = source as ReadField;
    this.#places = new ByteDictionary((bytes, start, end) =>
      this.#placeOf(textAt(bytes, start, end)),
    );
    this.#column = block.columns[field];
  }

  begin(): void {
    this.#column = this.#block.columns[this.field];
    this.#places.clear();
  }

  read(bytes: Uint8Array, scan: Scan, row: number): number {
    const slot = firstFound(this.#slots, scan);
    const place = slot < 0 ? ABSENT : this.#placeAt(bytes, scan, slot);
    this.#column[row] = place;
    return place;
  }

  #placeAt(bytes: Uint8Array, scan: Scan, slot: number): number {
    switch (scan.found[slot]) {
      case Found.IPV4:
        return this.#block.addresses.placeOfIpv4(scan.numbers[slot]!);
      case Found.TEXT: {
        const hash = scan.hashes[slot]!;
        return this.#places.numberOf(bytes, scan.starts[slot]!, scan.ends[slot]!, hash);
      }
      default:
        return this.#placeOf(textOf(bytes, scan, slot)!);
    }
  }

  #placeOf(text: string): number {
    const address = valueOfText(this.field, this.#source, text);
    if (address === undefined) return INVALID;
    return address === null ? ABSENT : this.#block.addresses.placeOf(address as string);
  }
}

class SmallReader implements FieldReader {
  readonly field: SmallField;
  readonly isNeeded: boolean;
  readonly #reading: Reading<SmallField>;
  readonly #slots: readonly number[];
  readonly #default: number;
  /** Whether digits are the value. */
  readonly #isPlain: boolean;
  readonly #min: number;
  readonly #max: number;
  #column: Int32Array;

  constructor(reading: Reading<SmallField>) {
    const { source, field, block } = reading;
    this.field = field;
    this.isNeeded = reading.isNeeded;
    this.#reading = reading;
    this.#slots = reading.slots;
    this.#default = ((source && valueWithoutText(field, source)) as number | undefined) ?? ABSENT;
    const { as, words } = (source ?? {}) as Partial<ReadField>;
    this.#isPlain = as === undefined && words === undefined;
    [this.#min, this.#max] = field === 'vsys' ? [1, 2] : [0, 65_535];
    this.#column = block.columns[field];
  }

  begin(): void {
    this.#column = this.#reading.block.columns[this.field];
  }

  read(bytes: Uint8Array, scan: Scan, row: number): number {
    const slot = firstFound(this.#slots, scan);
    let value = this.#default;
    if (slot >= 0) {
      const isQuick = this.#isPlain && scan.found[slot] === Found.DIGITS;
      value = isQuick ? scan.numbers[slot]! : this.#slowly(bytes, scan, slot);
      if (value > this.#max || (value < this.#min && value >= 0)) return INVALID;
    }
    this.#column[row] = value;
    return value;
  }

  #slowly(bytes: Uint8Array, scan: Scan, slot: number): number {
    const { source, field } = this.#reading;
    const value = valueOfText(field, source as ReadField, textOf(bytes, scan, slot)!);
    if (value === undefined) return INVALID;
    return value === null ? ABSENT : Number(value);
  }
}

/** Counters and times. */
class BigReader implements FieldReader {
  readonly field: BigField;
  readonly isNeeded: boolean;
  readonly #reading: Reading<BigField>;
  readonly #slots: readonly number[];
  readonly #default: bigint;
  readonly #as: ReadField['as'];
  /** Whether a text is translated, or a time moved in a way that takes more than an addition. */
  readonly #isSlow: boolean;
  readonly #isTime: boolean;
  readonly #isoTimes = new IsoTimes();
  #column: BigInt64Array;
  /** The column as halves, the lower one first: numbers are written without big integers. */
  #halves: Uint32Array;

  constructor(reading: Reading<BigField>) {
    const { source, field, block } = reading;
    this.field = field;
    this.isNeeded = reading.isNeeded;
    this.#reading = reading;
    this.#slots = reading.slots;
    const value = (source && valueWithoutText(field, source)) as number | bigint | undefined;
    this.#default = BigInt(value ?? ABSENT);
    const { as, words, plus, minus } = (source ?? {}) as Partial<ReadField>;
    this.#as = as;
    const isMoved = minus !== undefined || (plus !== undefined && !addsLength(as));
    this.#isSlow = words !== undefined || isMoved;
    this.#isTime = fieldRules[field].kind === 'time';
    this.#column = block.columns[field];
    this.#halves = halvesOf(this.#column);
  }

  begin(): void {
    this.#column = this.#reading.block.columns[this.field];
    this.#halves = halvesOf(this.#column);
  }

  read(bytes: Uint8Array, scan: Scan, row: number): number {
    const slot = firstFound(this.#slots, scan);
    if (slot < 0) {
      this.#column[row] = this.#default;
      return this.#default < 0n ? ABSENT : 0;
    }
    const value = this.#quickly(bytes, scan, slot);
    if (Number.isNaN(value)) return this.#slowly(bytes, scan, slot, row);
    if (this.#isTime && (value < minTime || value > maxTime)) return INVALID;
    const low = value >>> 0;
    this.#halves[2 * row] = low;
    this.#halves[2 * row + 1] = (value - low) / 2 ** 32;
    return 0;
  }

  /** @returns NaN for what is not written in the usual way */
  #quickly(bytes: Uint8Array, scan: Scan, slot: number): number {
    if (this.#isSlow) return NaN;
    switch (this.#as) {
      case undefined:
      case 'whole':
        return scan.found[slot] === Found.DIGITS ? scan.numbers[slot]! : NaN;
      case 'seconds':
        return this.#inMilliseconds(bytes, scan, microsecondsAt(bytes, scan, slot));
      case 'iso':
        return this.#inMilliseconds(bytes, scan, this.#isoTimeAt(bytes, scan, slot));
      case 'time':
        return this.#inMilliseconds(bytes, scan, this.#timeAt(bytes, scan, slot));
      default:
        return NaN;
    }
  }

  /** A time and what is added to it, both in microseconds, as whole milliseconds. */
  #inMilliseconds(bytes: Uint8Array, scan: Scan, start: number): number {
    const { plus } = this.#reading;
    const hasLength = plus >= 0 && scan.found[plus] !== Found.NOTHING;
    const time = start + (hasLength ? microsecondsAt(bytes, scan, plus) : 0);
    return time <= Number.MAX_SAFE_INTEGER ? Math.floor(time / 1000) : NaN;
  }

  #isoTimeAt(bytes: Uint8Array, scan: Scan, slot: number): number {
    if (scan.found[slot] !== Found.TEXT) return NaN;
    return this.#isoTimes.microsecondsAt(bytes, scan.starts[slot]!, scan.ends[slot]!);
  }

  #timeAt(bytes: Uint8Array, scan: Scan, slot: number): number {
    if (scan.found[slot] === Found.DIGITS && scan.numbers[slot]! >= leastMilliseconds) {
      return scan.numbers[slot]! * 1000;
    }
    const time = microsecondsAt(bytes, scan, slot);
    return Number.isNaN(time) ? this.#isoTimeAt(bytes, scan, slot) : time;
  }

  #slowly(bytes: Uint8Array, scan: Scan, slot: number, row: number): number {
    const { source, plus, field } = this.#reading;
    const length = textOf(bytes, scan, plus);
    if (length !== undefined && !isLength(length)) return INVALID;
    const value = valueOfText(field, source as ReadField, textOf(bytes, scan, slot)!, length);
    if (value === undefined) return INVALID;
    this.#column[row] = BigInt((value as number | bigint | null) ?? ABSENT);
    return value === null ? ABSENT : 0;
  }
}

function halvesOf({ buffer, byteOffset, length }: BigInt64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

function firstFound(slots: readonly number[], { found }: Scan): number {
  for (let at = 0; at < slots.length; at++) {
    if (found[slots[at]!] !== Found.NOTHING) return slots[at]!;
  }
  return -1;
}

/** The text under a key; nothing when there is none. */
export function textOf(bytes: Uint8Array, scan: Scan, slot: number): string | undefined {
  if (slot < 0 || scan.found[slot] === Found.NOTHING) return undefined;
  const text = textAt(bytes, scan.starts[slot]!, scan.ends[slot]!);
  return scan.found[slot] === Found.ESCAPED ? (JSON.parse(`"${text}"`) as string) : text;
}

/** A text in UTF-8. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** Whole numbers from here on are milliseconds where seconds may stand, too. */
const leastMilliseconds = 1e11;

/** Most digits of whole seconds: of the year 2286. */
const maxSecondDigits = 10;

/** Seconds in decimals as whole microseconds, NaN when they are written in another way. */
function microsecondsAt(bytes: Uint8Array, scan: Scan, slot: number): number {
  const [start, end] = [scan.starts[slot]!, scan.ends[slot]!];
  if (scan.found[slot] === Found.DIGITS && end - start <= maxSecondDigits) {
    return scan.numbers[slot]! * 1_000_000;
  }
  let at = start;
  let value = 0;
  for (; at < end && isDigit(bytes[at]!); at++) value = value * 10 + bytes[at]! - 0x30;
  const whole = at - start;
  if (whole === 0 || whole > maxSecondDigits || (bytes[start] === 0x30 && whole > 1)) return NaN;
  if (bytes[at] !== 0x2e || at + 1 >= end) return NaN;
  let digits = 0;
  for (at++; at < end && isDigit(bytes[at]!); at++) {
    if (digits < 6) {
      value = value * 10 + bytes[at]! - 0x30;
      digits++;
    }
  }
  return at === end ? value * 10 ** (6 - digits) : NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isOneOf(fields: readonly FlowField[], field: FlowField): boolean {
  return fields.includes(field);
}
