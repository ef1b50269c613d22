import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Enrichment, FlowStore } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { Failure } from './failure.ts';
import { harmless } from './harmless.ts';
import { untilInterrupted } from './interrupt.ts';

/** The file that a store keeps in its data directory. */
const databaseFile = 'flows.duckdb';

/**
 * Opens the store of a data directory that is there, rather than making one, and closes it when the
 * work is done or interrupted.
 *
 * @returns whether it was interrupted
 * @throws {@link Failure} when no flows were ever taken in there
 */
export async function withHeldFlows(
  {
    data,
    memory,
    enrichment,
  }: { data: string; memory?: number | undefined; enrichment?: () => Enrichment },
  work: (store: FlowStore, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  if (!existsSync(path.join(data, databaseFile))) {
    const name = harmless(data);
    throw new Failure(
      existsSync(data)
        ? `${name} is not a data directory: nothing was taken in there. Check --data.`
        : `There is no data directory ${name}. Check --data, or the directory that you are in.`,
    );
  }
  return untilInterrupted(async (signal) => {
    const store = await openDuckdbStore({
      directory: data,
      ...(enrichment && { enrichment }),
      ...(memory !== undefined && { memoryLimit: memory }),
    });
    try {
      signal.throwIfAborted();
      await work(store, signal);
    } finally {
      await store.close();
    }
  });
}
