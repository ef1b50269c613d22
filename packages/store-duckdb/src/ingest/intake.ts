import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Limits } from '../database/limits.ts';
import type { DeadLetters } from './dead-letters.ts';

/** Where a store ingests sources, one after the other. */
export interface Intake {
  readonly connection: DuckDBConnection;
  /** Folder for the chunk under way. */
  readonly spool: string;
  readonly limits: Limits;
  /** What is known beside the logs, asked for each source again; nothing when left out. */
  readonly enrichment: (() => Enrichment) | undefined;
  /** Number of the last batch; the next one has a greater number. */
  lastBatch: number;
  /** Takes the lines that are not flows. */
  readonly letters: DeadLetters;
  /** Called after each transaction, with the flows that it added. */
  committed: (flows: number) => void;
}

/** Most bytes of lines that are read at once: enough for DuckDB to read them on several threads. */
const largestChunk = 128 * 1024 * 1024;

/** The engine needs several times the size of a chunk to read it. */
export function chunkSize({ memoryLimit }: Limits): number {
  return Math.min(largestChunk, Math.floor(memoryLimit / 32));
}
