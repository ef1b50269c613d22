import { type FlowStoreOptions, openFlowStore } from '../open-flow-store.ts';
import type { StoreWith } from '../store.ts';
import { MemoryEngine } from './memory-engine.ts';

/**
 * Opens an empty store in memory, for tests: a whole store, with all rules of ingest, deadline and
 * cache, that needs no database. Its answers are those of the oracle.
 *
 * @throws RangeError when the deadline is none
 */
export function openMemoryStore(
  options?: FlowStoreOptions,
): StoreWith<'explain' | 'prune' | 'reEnrich'> {
  return openFlowStore(new MemoryEngine(), options);
}
