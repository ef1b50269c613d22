import type { AddressList } from './address-list.ts';
import { type FieldKind, fieldRules, flowFields } from '../field.ts';
import type { FlowField } from '../format.ts';

/*
 * Flow columns: what the reader makes of lines, and what an engine loads.
 *
 * A block holds the flows of some lines of one source, a column for each field of the flow record,
 * under the field's name. A cell without a value is -1, in every column.
 *
 * - Texts and addresses are numbers into lists that belong to the block: `flows.app[row]` is a place
 *   in `flows.texts.app`, `flows.src_ip[row]` and `flows.dst_ip[row]` are places in
 *   `flows.addresses`. Entries of a list are distinct but for rare repetitions, in no order, and not
 *   all of them need be used. Addresses are canonical; `log_type` and `direction` are those of the
 *   contract. Texts are well-formed UTF-16 without a size limit.
 * - Ports and `vsys` are 32-bit integers.
 * - Counters and times are 64-bit integers.
 *
 * The arrays belong to the reader, which fills them again once a block is released.
 */

/** Fields whose cells are places in a list of texts. */
export const textFields = fieldsOf(
  (kind, field) =>
    kind === 'text' ||
    kind === 'host' ||
    kind === 'uuid' ||
    field === 'log_type' ||
    field === 'direction',
);
/** Fields whose cells are places in the list of addresses. */
export const addressFields = ['src_ip', 'dst_ip'] as const;
/** Fields of 32-bit integers. */
export const smallFields = ['src_port', 'dst_port', 'vsys'] as const;
/** Fields of 64-bit integers. */
export const bigFields = [
  'to_s_bytes',
  'to_c_bytes',
  'to_s_pkts',
  'to_c_pkts',
  'start_time',
  'end_time',
] as const;

/** One of {@link textFields}. */
export type TextField = Exclude<FlowField, AddressField | SmallField | BigField>;
/** One of {@link addressFields}. */
export type AddressField = (typeof addressFields)[number];
/** One of {@link smallFields}. */
export type SmallField = (typeof smallFields)[number];
/** One of {@link bigFields}. */
export type BigField = (typeof bigFields)[number];

/** The arrays of a block. */
export type ColumnArrays = Record<TextField | AddressField | SmallField, Int32Array> &
  Record<BigField, BigInt64Array>;

/** Some flows of a source, column by column. */
export interface FlowColumns {
  /** Flows in it. The arrays may be longer. */
  rows: number;
  /** The cells. */
  columns: ColumnArrays;
  /** The lists of the text columns. */
  texts: Record<TextField, string[]>;
  /** The list of both address columns. */
  addresses: AddressList;
}

/** What stands in a cell without a value. */
export const ABSENT = -1;

const int32Fields = [...textFields, ...addressFields, ...smallFields];

/** Bytes of one flow in a block. */
const rowSize = 4 * int32Fields.length + 8 * bigFields.length;

/** Bytes that the arrays of a block take, a multiple of 8. */
export function sizeOfColumns(rows: number): number {
  return Math.ceil((rows * rowSize) / 8) * 8;
}

/**
 * The arrays of a block over some memory, which another thread may see, too.
 *
 * @param start - where {@link sizeOfColumns} bytes begin, a multiple of 8
 */
export function columnsOver(memory: ArrayBufferLike, rows: number, start = 0): ColumnArrays {
  let offset = start;
  const entries: [string, Int32Array | BigInt64Array][] = [];
  for (const field of bigFields) {
    entries.push([field, new BigInt64Array(memory, offset, rows)]);
    offset += 8 * rows;
  }
  for (const field of int32Fields) {
    entries.push([field, new Int32Array(memory, offset, rows)]);
    offset += 4 * rows;
  }
  return Object.fromEntries(entries) as ColumnArrays;
}

function fieldsOf(isOne: (kind: FieldKind, field: FlowField) => boolean): TextField[] {
  return flowFields.filter((field) => isOne(fieldRules[field].kind, field)) as TextField[];
}
