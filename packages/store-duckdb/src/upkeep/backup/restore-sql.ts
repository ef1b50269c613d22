import { resolve } from 'node:path';
import {
  ABSENT,
  addressFields,
  bigFields,
  type FlowField,
  fieldRules,
  flowFields,
  portlessProtocols,
  maxTime,
  minTime,
  smallFields,
  type TextField,
  textFields,
} from '@cfw-flow/store';
import { endedOn } from '../../schema/days.ts';
import { quoteLiteral } from '../../sql/quote.ts';
import { findings } from './flow-columns.ts';
import type { IdentityTable } from './identity-tables.ts';

/*
 * What is read of the files of a backup. The texts of some flows are numbered by the engine, as an ENUM
 * type: a row has their numbers, and each text is handed over once.
 */

/** Some rows of a file. */
export interface FileRows {
  readonly path: string;
  /** Place of the first one, from 0. */
  readonly first: number;
  readonly count: number;
}

/** Columns whose texts are numbered together. */
export interface TextGroup {
  /** Name of the type. */
  readonly type: string;
  readonly columns: readonly string[];
}

/** Each text column is a group of its own, but for addresses and the names of threat lists. */
export const textGroups: Readonly<Record<TextField | 'addresses' | 'lists', TextGroup>> = {
  ...(Object.fromEntries(
    textFields.map((field) => [field, { type: `texts_of_${field}`, columns: [field] }]),
  ) as unknown as Record<TextField, TextGroup>),
  addresses: { type: 'texts_of_addresses', columns: addressFields },
  lists: { type: 'texts_of_lists', columns: findings },
};

/**
 * The rows of one file, and of no other: the engine takes a path for a pattern, `~` for a home, and a
 * folder such as `app=SSH` for a column of what is in it.
 */
function readParquet(path: string): string {
  const pattern = resolve(path).replaceAll(/[[*?]/g, '[$&]');
  return `read_parquet(${quoteLiteral(pattern)}, file_row_number = true, hive_partitioning = false)`;
}

function selectRows(columns: string, { path, first, count }: FileRows): string {
  return `SELECT ${columns} FROM ${readParquet(path)}
    WHERE file_row_number >= ${first} AND file_row_number < ${first + count}`;
}

/** The columns of a file, with their types. */
export function describeFile(path: string): string {
  return `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${readParquet(path)})`;
}

/** How many rows a file has. */
export function countRows(path: string): string {
  return `SELECT count(*) FROM ${readParquet(path)}`;
}

/** How many bytes the texts of some flows have. */
export function countTextBytes(rows: FileRows): string {
  const sums = Object.values(textGroups)
    .flatMap(({ columns }) => columns)
    .map((column) => `coalesce(sum(strlen(${column})), 0)`);
  return selectRows(`(${sums.join(' + ')})::DOUBLE`, rows);
}

/** Numbers the texts that some flows have in the columns of a group. */
export function numberTexts({ type, columns }: TextGroup, rows: FileRows): string {
  const texts = columns.map((column) => selectRows(`${column} AS text`, rows));
  return `
    CREATE OR REPLACE TEMP TYPE ${type} AS ENUM (
      SELECT DISTINCT text FROM (${texts.join(' UNION ALL ')}) WHERE text <> ''
    )`;
}

/** The texts of a group, in the order of their numbers from 0. */
export function listTexts({ type }: TextGroup): string {
  return `SELECT unnest(enum_range(NULL::${type})::VARCHAR[])`;
}

/**
 * The cells of flow columns that some flows have, under the names of their columns. `is_sound` is 1
 * when all but the texts is as it has to be of a flow that ended on a day, and else 0.
 */
export function selectCells(rows: FileRows, day: number): string {
  const numbers = Object.values(textGroups).flatMap(({ type, columns }) =>
    columns.map((column) => [column, `enum_code(nullif(${column}, '')::${type})::INTEGER`]),
  );
  const small = smallFields.map((field) => [field, `(${portless(field)})::INTEGER`]);
  const big = bigFields.map((field) => [field, field]);
  const cells = [...numbers, ...small, ...big].map(
    ([column, cell]) => `coalesce(${cell}, ${ABSENT}) AS ${column}`,
  );
  const isFlow = `coalesce(${isSound(day)}, false)::INTEGER AS is_sound`;
  return selectRows([...cells, isFlow].join(', '), rows);
}

const isPortless = `(protocol ILIKE 'icmp%' OR regexp_full_match(protocol, '[0-9]+')
  OR upper(protocol) IN (${portlessProtocols.map(quoteLiteral).join(', ')}))`;

/** Leaves out the ports of a protocol that has none, whatever a file has there. */
function portless(field: FlowField): string {
  return fieldRules[field].kind === 'port'
    ? `CASE WHEN ${isPortless} THEN NULL ELSE ${field} END`
    : field;
}

/** Whether a flow has all that it needs, numbers in their ranges, and ended on a day. */
function isSound(day: number): string {
  const fields = flowFields.map((field) => {
    const { kind, required } = fieldRules[field];
    if (field === 'vsys') return `(vsys IS NULL OR vsys IN (${(kind as string[]).join(', ')}))`;
    if (kind === 'count') return ofRange(field, required, `${field} >= 0`);
    if (kind === 'time')
      return ofRange(field, required, `${field} BETWEEN ${minTime} AND ${maxTime}`);
    return required ? `${field} <> ''` : 'true';
  });
  const hasHost = `(coalesce(risk_host_list, '') = '' OR dst_host <> '')`;
  return [...fields, endedOn(day), hasHost].join(' AND ');
}

function ofRange(field: FlowField, required: boolean, condition: string): string {
  return required ? condition : `(${field} IS NULL OR ${condition})`;
}

/** The fields of a flow as texts. */
export function selectFields(rows: FileRows): string {
  const texts = flowFields.map((field) => `${field}::VARCHAR AS ${field}`);
  return selectRows(texts.join(', '), rows);
}

/** Adds what a file has of logs or batches. */
export function insertIdentities({ table, columns }: IdentityTable, path: string): string {
  const names = columns.map(({ name }) => name).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${readParquet(path)}`;
}

/** Finds out whether what a file has of logs or batches is not sound. */
export function findUnsound({ columns, sound }: IdentityTable, path: string): string {
  const given = columns.map(({ name }) => `${name} IS NOT NULL`);
  return `
    SELECT min(file_row_number) FROM ${readParquet(path)}
    WHERE NOT coalesce(${given.join(' AND ')} AND ${sound}, false)`;
}

/** Finds the first row with the values of one before it, where each has its own. */
export function findTwice({ unique }: IdentityTable, path: string): string {
  return `
    SELECT min(again) FROM (
      SELECT max(file_row_number) AS again FROM ${readParquet(path)}
      GROUP BY ${unique.join(', ')} HAVING count(*) > 1
    )`;
}
