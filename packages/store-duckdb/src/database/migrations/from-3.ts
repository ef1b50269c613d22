import type { Connection } from '../connection.ts';

/*
 * From version 3, where a file was a batch like any other, known by the SHA-256 of all of it, to
 * version 4, where logs have tables of their own. What was known stays in `sources`.
 */

/**
 * Logs, and how far each was taken in: its first `bytes`, whose SHA-256 is `digest`. The marks have
 * the first 64 bits of the SHA-256 of the content before a place, as `mark` has of all.
 */
const logTables = `
  CREATE TABLE logs (
    log INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    digest VARCHAR NOT NULL,
    mark UBIGINT NOT NULL,
    flows BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    taken_in TIMESTAMPTZ NOT NULL
  );
  CREATE TABLE log_marks (log INTEGER NOT NULL, place BIGINT NOT NULL, digest UBIGINT NOT NULL);`;

/** Brings the tables of version 3 to version 4, within the transaction of the caller. */
export async function addLogTables(connection: Connection): Promise<void> {
  await connection.run(logTables);
}
