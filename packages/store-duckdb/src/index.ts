/**
 * The embedded store of cfw-flow: traffic flows in one DuckDB file, or in memory.
 *
 * @packageDocumentation
 */
export { openDuckdbStore, type DuckdbStoreOptions } from './store.ts';
