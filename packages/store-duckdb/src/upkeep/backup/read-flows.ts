import {
  ABSENT,
  addressFields,
  addressList,
  canonicalAddress,
  columnsOver,
  type EnrichedColumns,
  type FlowColumns,
  type FlowField,
  type FoundColumns,
  sizeOfColumns,
  textFields,
  valueOfText,
} from '@cfw-flow/store';
import type { DuckDBResult } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Connection } from '../../database/connection.ts';
import type { findings } from './flow-columns.ts';
import {
  countTextBytes,
  type FileRows,
  listTexts,
  numberTexts,
  selectCells,
  type TextGroup,
  textGroups,
} from './restore-sql.ts';

/** Flows that are read at once at most: two groups of rows, as the engine writes them. */
const maxRows = 2 * 122_880;

/** Memory that the engine has to have for each flow that is read at once, in bytes. */
const memoryOfRow = 8192;

/** Bytes of its texts that each flow has room for: those with longer ones are read fewer at once. */
const textBytesOfRow = 512;

/**
 * The next rows of a file that are read at once: fewer when their texts are long, so that what is in
 * memory has a limit.
 *
 * @param end - how many rows the file has
 * @param memoryLimit - most memory of the engine, in bytes
 */
export async function nextRows(
  connection: Connection,
  { path, first, end }: { path: string; first: number; end: number },
  memoryLimit: number,
): Promise<FileRows> {
  const max = Math.min(maxRows, Math.floor(memoryLimit / memoryOfRow));
  let rows = { path, first, count: Math.min(max, end - first) };
  while (rows.count > 1) {
    const reader = await connection.runAndReadAll(countTextBytes(rows));
    if (Number(reader.getRows()[0]![0]) <= max * textBytesOfRow) break;
    rows = { ...rows, count: Math.ceil(rows.count / 4) };
  }
  return rows;
}

/** What rows of a file are. */
export interface ReadFlows {
  readonly flows: EnrichedColumns;
  /** Place in the file of the first row that is no flow of its day, from 0; nothing when all are. */
  readonly unsound: number | undefined;
}

/** Reads rows of a file of the flows of a day. */
export async function readFlows(
  connection: Connection,
  rows: FileRows,
  day: number,
): Promise<ReadFlows> {
  const { addresses: spellings, lists, ...texts } = await readAllTexts(connection, rows);
  const columns = columnsOver(new ArrayBuffer(sizeOfColumns(rows.count)), rows.count);
  const cells = () => new Int32Array(rows.count);
  const beside = { risk_ip_list: cells(), risk_host_list: cells(), is_sound: cells() };
  await copyCells(await connection.run(selectCells(rows, day)), { ...columns, ...beside });
  const unsound = [
    beside.is_sound.indexOf(0),
    ...textFields.map((field) => firstWrong(columns[field], field, texts[field])),
    ...addressFields.map((field) => firstWrong(columns[field], field, spellings)),
  ].filter((row) => row >= 0);
  const addresses = addressList(spellings.map((text) => canonicalAddress(text) ?? text));
  const flows = { rows: rows.count, columns, texts, addresses };
  return {
    flows: { ...flows, found: lists.length > 0 ? foundIn(flows, beside, lists) : undefined },
    unsound: unsound.length === 0 ? undefined : rows.first + Math.min(...unsound),
  };
}

type Texts = Record<keyof typeof textGroups, string[]>;

async function readAllTexts(connection: Connection, rows: FileRows): Promise<Texts> {
  const texts: [string, string[]][] = [];
  for (const [name, group] of Object.entries(textGroups)) {
    texts.push([name, await readTexts(connection, group, rows)]);
  }
  return Object.fromEntries(texts) as Texts;
}

async function readTexts(
  connection: Connection,
  group: TextGroup,
  rows: FileRows,
): Promise<string[]> {
  await connection.run(numberTexts(group, rows));
  const reader = await connection.runAndReadAll(listTexts(group));
  const [texts = []] = reader.getColumnsJS() as [string[]?];
  return texts;
}

/** Copies a result, which has no nulls, into columns of its names. */
async function copyCells(
  result: DuckDBResult,
  columns: Readonly<Record<string, Int32Array | BigInt64Array>>,
): Promise<void> {
  const names = result.columnNames();
  let row = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    for (const [place, name] of names.entries()) {
      const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: size } = columns[name]!;
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, place);
      const cells = duckdb.vector_get_data(vector, chunk.rowCount * size);
      new Uint8Array(buffer, byteOffset, byteLength).set(cells, row * size);
    }
    row += chunk.rowCount;
  }
}

/** The first row whose text would make a line no flow, or -1. */
function firstWrong(places: Int32Array, field: FlowField, texts: readonly string[]): number {
  const areWrong = texts.map((text) => valueOfText(field, { key: field }, text) === undefined);
  if (!areWrong.includes(true)) return -1;
  return places.findIndex((place) => place !== ABSENT && areWrong[place] === true);
}

/** What threat lists flag: the lists with the address and the host that are on them. */
function foundIn(
  { rows, columns, texts }: FlowColumns,
  places: Record<(typeof findings)[number], Int32Array>,
  lists: string[],
): FoundColumns {
  const { direction, src_ip, dst_ip, dst_host } = columns;
  const { risk_ip_list: ip_lists, risk_host_list: host_lists } = places;
  const inbound = texts.direction.indexOf('out2in');
  const risk_ip = new Int32Array(rows).fill(ABSENT);
  const risk_host = new Int32Array(rows).fill(ABSENT);
  for (let row = 0; row < rows; row++) {
    const peers = direction[row] === inbound ? src_ip : dst_ip;
    if (ip_lists[row] !== ABSENT) risk_ip[row] = peers[row]!;
    if (host_lists[row] !== ABSENT) risk_host[row] = dst_host[row]!;
  }
  return { ip_lists, risk_ip, host_lists, risk_host, lists };
}
