import type { Operation, Query } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { operations } from './index.ts';
import { planWindow, type Segment } from './plan-window.ts';
import { estimateRows, readTableSizes, type TableSizes } from './table-sizes.ts';
import { rollupOf } from '../schema/rollup-tables.ts';

/** How old the sizes may be that a cost is estimated by, in milliseconds. */
const maxAge = 1000;

/**
 * Tells about how many rows an answer is made from, at once: it keeps how large the tables are, and has
 * that read again beside the questions.
 */
export class CostEstimator {
  readonly #connection: DuckDBConnection;
  #sizes: TableSizes;
  #read = performance.now();
  #reading: Promise<void> | undefined;

  private constructor(connection: DuckDBConnection, sizes: TableSizes) {
    this.#connection = connection;
    this.#sizes = sizes;
  }

  /** @param connection - of its own, closed in the end */
  static async open(connection: DuckDBConnection): Promise<CostEstimator> {
    return new CostEstimator(connection, await readTableSizes(connection));
  }

  /** About how many rows an answer is made from. */
  rowsOf<Id extends Operation>(operation: Id, query: Query<Id>): number {
    if (performance.now() - this.#read > maxAge) this.#reading ??= this.#readAgain();
    const { cut = planWindow, tables = usualTables } =
      operations[operation].planning?.(query) ?? {};
    return estimateRows(cut(query.window, this.#sizes.rolled), tables, this.#sizes);
  }

  /** Nothing is read any more. */
  async close(): Promise<void> {
    await this.#reading;
    this.#connection.closeSync();
  }

  async #readAgain(): Promise<void> {
    try {
      this.#sizes = await readTableSizes(this.#connection);
    } catch {
      // The sizes of before tell as well whether an answer takes long.
    } finally {
      this.#read = performance.now();
      this.#reading = undefined;
    }
  }
}

function usualTables(from: Segment['from']): string[] {
  return [
    from === 'flows'
      ? from
      : (rollupOf(from, 'aggregates') ?? rollupOf('hours', 'aggregates'))!.name,
  ];
}
