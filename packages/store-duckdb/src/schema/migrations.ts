import type { DuckDBConnection } from '@duckdb/node-api';

/** Brings the tables of one version to the next, within the transaction of the caller. */
export type Migration = (connection: DuckDBConnection) => Promise<void>;

/**
 * The migrations in their order: the first one brings version 1 to version 2. No other version was
 * ever released, so that there is none yet.
 */
export const migrations: readonly Migration[] = [];
