import type { Enrichment, StoreWith } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { note } from '../output/terminal.ts';

/** What the options of a command say of the store to open. */
export interface StoreOptions {
  /** Data directory. */
  data?: string;
  /** Maximum memory of the database, in bytes. */
  memory?: number;
}

/** Which store to open, and its limits. What is left out is the store's own default. */
export interface StoreTarget {
  /** Data directory; in memory without one. */
  data: string | undefined;
  /** Maximum memory of the database, in bytes. */
  memory?: number | undefined;
  /** Maximum time for an answer, in milliseconds. */
  deadline?: number | undefined;
  /** Regions and threats of the flows that are ingested or re-enriched. */
  enrichment?: (() => Enrichment) | undefined;
}

/**
 * Opens a store: the one place of the command line that chooses the engine and passes options to it.
 *
 * @throws `StoreError` when it can't be opened, such as `DATA_IN_USE`
 */
export function openStore({ data, memory, deadline, enrichment }: StoreTarget): Promise<StoreWith> {
  return openDuckdbStore({
    onWarning: note,
    ...(data !== undefined && { directory: data }),
    ...(memory !== undefined && { memoryLimit: memory }),
    ...(deadline !== undefined && { deadline }),
    ...(enrichment && { enrichment }),
  });
}
