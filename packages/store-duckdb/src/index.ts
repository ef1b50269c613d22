/**
 * The embedded store of cfw-flow: traffic flows in one DuckDB file, or in memory.
 *
 * @packageDocumentation
 */
export { repairDuckdbStore, type Repair } from './database/repair.ts';
export { openDuckdbStore, type DuckdbStoreOptions } from './store.ts';
