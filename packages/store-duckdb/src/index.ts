/**
 * The embedded store of cfw-flow: traffic flows in one DuckDB file, or in memory.
 *
 * @packageDocumentation
 */
export { restoreDuckdbStore, type RestoreOptions, type RestoreReport } from './upkeep/backup/restore.ts';
export { repairDuckdbStore, type CutFile, type Repair } from './upkeep/repair.ts';
export { openDuckdbStore, type DuckdbStoreOptions } from './open-store.ts';
