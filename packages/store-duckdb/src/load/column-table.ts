import { ABSENT } from '@cfw-flow/store';
import {
  BIGINT,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBTableFunction,
  INTEGER,
  USMALLINT,
  UTINYINT,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/*
 * Columns in typed arrays as a table of the engine. The engine asks for 2,048 rows at a time, on one
 * thread, and does all else (compressing, writing) on threads of its own: a call takes a fraction of a
 * millisecond. An appender would do all of it where it is called.
 */

/** A column: a cell that is ABSENT is null. */
export interface LoadedColumn {
  readonly name: string;
  readonly type: 'INTEGER' | 'USMALLINT' | 'UTINYINT' | 'BIGINT';
  readonly cells: Int32Array | BigInt64Array;
}

/** Rows that the engine asks for at once. */
const vectorSize = 2048;

const types = { INTEGER, USMALLINT, UTINYINT, BIGINT };

/** What columns are copied through: the engine reads no memory that threads share. */
const scratch = {
  INTEGER: new Int32Array(vectorSize),
  USMALLINT: new Uint16Array(vectorSize),
  UTINYINT: new Uint8Array(vectorSize),
  BIGINT: new BigInt64Array(vectorSize),
};
const validity = new Uint8Array(vectorSize / 8);

/** The table function `loaded_columns()` of a connection: the columns that are loaded just now. */
export class ColumnTable {
  #columns: readonly LoadedColumn[] = [];
  #rows = 0;
  #read = 0;

  constructor(connection: DuckDBConnection) {
    connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: 'loaded_columns',
        bindFunction: (info) => {
          for (const { name, type } of this.#columns) info.addResultColumn(name, types[type]);
        },
        initFunction: (info) => info.setMaxThreads(1),
        mainFunction: (_, chunk) => this.#give(chunk),
      }),
    );
  }

  /** Makes columns the table while a statement reads it. */
  async during<Result>(
    columns: readonly LoadedColumn[],
    rows: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#columns = columns;
    this.#rows = rows;
    this.#read = 0;
    try {
      return await work();
    } finally {
      this.#columns = [];
    }
  }

  #give(chunk: DuckDBDataChunk): void {
    const rows = Math.min(vectorSize, this.#rows - this.#read);
    chunk.rowCount = rows;
    for (const [place, column] of this.#columns.entries()) {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, place);
      copyCells(column, this.#read, rows, vector);
    }
    this.#read += rows;
  }
}

function copyCells(
  { type, cells }: LoadedColumn,
  from: number,
  rows: number,
  vector: duckdb.Vector,
): void {
  const copy = scratch[type];
  copy.set(cells.subarray(from, from + rows) as never);
  duckdb.copy_data_to_vector(vector, 0, copy.buffer, 0, rows * copy.BYTES_PER_ELEMENT);
  if (!markNulls(cells, from, rows)) return;
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, validity.buffer, 0, Math.ceil(rows / 8));
}

/** Marks the cells that are not null. Returns whether there are others. */
function markNulls(cells: Int32Array | BigInt64Array, from: number, rows: number): boolean {
  // The sign of a 64-bit integer is that of its upper half.
  const isWide = cells instanceof BigInt64Array;
  const signs = isWide ? new Int32Array(cells.buffer, cells.byteOffset, 2 * cells.length) : cells;
  const [step, first] = isWide ? [2, 2 * from + 1] : [1, from];
  let hasNulls = false;
  for (let row = 0, at = first; row < rows; row++, at += step) {
    if (signs[at] !== ABSENT) continue;
    if (!hasNulls) validity.fill(0xff);
    hasNulls = true;
    validity[row >> 3]! &= ~(1 << (row & 7));
  }
  return hasNulls;
}
