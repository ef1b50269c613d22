import { isUtf8 } from 'node:buffer';
import { type Layout, type LineChunk, type LogFormat, pairPattern } from '@cfw-flow/store';
import { quote } from './field-sql.ts';

/*
 * The texts of lines under the keys of their format, as the table `raw_rows`, in the order of the file.
 * A line that can't be taken apart has nothing but nulls, so that it is left to the plain reader.
 */

/** A file of lines. */
export interface LinesFile {
  readonly path: string;
  /** Length of its longest line, in bytes. */
  readonly longest: number;
}

/**
 * The engine hands a file to its threads in pieces of twice this size, in bytes, or of twice the
 * longest line: small enough for all threads to have a part in a small file.
 */
const minBuffer = 1024 * 1024;

/** Parts the columns of a file that has but one: no line may have it. */
const noDelimiter = 0x1f;

/** Whether the engine's reader takes the lines of a chunk for what they are. */
export function isReadable({ layout }: LogFormat, { bytes, holdsObjects }: LineChunk): boolean {
  if (layout.kind === 'json') return holdsObjects;
  return isUtf8(bytes) && [0x00, 0x0d, noDelimiter].every((byte) => !bytes.includes(byte));
}

/**
 * Reads a file into the table `raw_rows`.
 *
 * @param columns - names of the columns, when the layout has some
 */
export function readRaw(
  layout: Layout,
  keys: readonly string[],
  file: LinesFile,
  columns: readonly string[] = [],
): string {
  return `CREATE OR REPLACE TEMP TABLE raw_rows AS ${selectKeys(layout, keys, file, columns)}`;
}

function selectKeys(
  layout: Layout,
  keys: readonly string[],
  file: LinesFile,
  columns: readonly string[],
): string {
  const select = (text: (key: string) => string) =>
    keys.map((key) => `${text(key)} AS ${name(key)}`).join(', ');
  switch (layout.kind) {
    case 'json':
      return selectJson(keys, file);
    case 'pairs':
      return `
        SELECT ${select((key) => `nullif(trim(texts[list_position(keys, ${quote(key)})], '"'), '')`)}
        FROM (
          SELECT regexp_extract_all(line, ${quote(pairPattern)}, 1) AS keys,
            regexp_extract_all(line, ${quote(pairPattern)}, 2) AS texts
          FROM (${readText(file)}))`;
    case 'columns': {
      const unset = ['', ...layout.unset].map(quote).join(', ');
      const text = (key: string) => {
        const place = columns.indexOf(key) + 1;
        if (place === 0) return 'NULL::VARCHAR';
        return `CASE WHEN is_row AND texts[${place}] NOT IN (${unset}) THEN texts[${place}] END`;
      };
      const isRow = [
        `len(texts) = ${columns.length}`,
        ...(layout.comment === undefined
          ? []
          : [`NOT starts_with(texts[1], ${quote(layout.comment)})`]),
      ];
      return `
        SELECT ${select(text)} FROM (
          SELECT texts, ${isRow.join(' AND ')} AS is_row
          FROM (SELECT string_split(line, ${quote(layout.separator)}) AS texts FROM (${readText(file)})))`;
    }
  }
}

/** The lines of a file that aren't blank, as the column `line`. */
function readText({ path, longest }: LinesFile): string {
  return `
    SELECT line
    FROM read_csv(${quote(path)}, columns = {line: 'VARCHAR'}, auto_detect = false, header = false,
      delim = chr(${noDelimiter}), quote = '', escape = '', new_line = '\\n', compression = 'none',
      max_line_size = ${Math.max(2 * longest, minBuffer)})
    WHERE trim(line, ' \t') <> ''`;
}

/** The texts of JSON objects under keys. */
export function selectJson(keys: readonly string[], file: LinesFile): string {
  const texts = keys.map((key) => `${pathOf(key)} AS ${name(key)}`);
  return `SELECT ${texts.join(', ')} FROM ${readJson(keys, file)}`;
}

/** Reads JSON: a key that lies in an object is a field of a structure. */
function readJson(keys: readonly string[], { path, longest }: LinesFile): string {
  return `
    read_ndjson(${quote(path)}, columns = {${typesOf(keys.map((key) => key.split('/'))).join(', ')}},
      ignore_errors = true, maximum_object_size = ${Math.max(longest, minBuffer)},
      compression = 'uncompressed')`;
}

function typesOf(paths: readonly (readonly string[])[]): string[] {
  const heads = [...new Set(paths.map(([head]) => head!))];
  return heads.map((head) => {
    const inner = paths.filter((path) => path[0] === head && path.length > 1);
    const type =
      inner.length === 0
        ? "'VARCHAR'"
        : quote(`STRUCT(${structure(inner.map((path) => path.slice(1)))})`);
    return `${quote(head)}: ${type}`;
  });
}

function structure(paths: readonly (readonly string[])[]): string {
  return paths.map(([key]) => `${name(key!)} VARCHAR`).join(', ');
}

function pathOf(key: string): string {
  return `nullif(${key.split('/').map(name).join('.')}, '')`;
}

/** A name in SQL. */
export function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
