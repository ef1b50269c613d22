import { constants, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';
import { privateFile } from './rights.ts';
import { countCommits, type CommitCounter } from './transaction.ts';
import { databaseFile, walOf } from './wal.ts';

/*
 * A WAL that was cut off looks like one whose last commit was never finished, and an emptied one like
 * none: the engine opens the database without what is missing. So each transaction that is
 * acknowledged has a number, which is in the database with it and, once it is committed, in a small
 * file beside it. When the file knows of a greater number than the database, commits are missing. A
 * process that is killed between the two leaves a smaller number in the file, which tells of nothing.
 */

/**
 * Counts the transactions of a connection from now on. They have to come one after the other.
 *
 * @throws {@link StoreError} `DATA_DAMAGED` when some that were acknowledged are missing
 */
export async function countAcknowledged(
  connection: DuckDBConnection,
  directory: string,
): Promise<void> {
  const number = await readCommitted(connection);
  const missing = ((await readAcknowledged(directory)) ?? 0) - number;
  if (missing > 0) throw lacksCommits(directory, missing);
  countCommits(connection, new AcknowledgedCommits(connection, directory, number));
}

/**
 * Takes what is in a database for all that there was.
 *
 * @returns how many transactions that were acknowledged are missing
 */
export async function acceptMissing(
  connection: DuckDBConnection,
  directory: string,
): Promise<number> {
  const number = await readCommitted(connection);
  const missing = ((await readAcknowledged(directory)) ?? 0) - number;
  if (missing <= 0) return 0;
  await writeAcknowledged(directory, number);
  return missing;
}

class AcknowledgedCommits implements CommitCounter {
  readonly #connection: DuckDBConnection;
  readonly #directory: string;
  #number: number;

  constructor(connection: DuckDBConnection, directory: string, number: number) {
    this.#connection = connection;
    this.#directory = directory;
    this.#number = number;
  }

  async beforeCommit(): Promise<void> {
    await this.#connection.run(`UPDATE commits SET number = ${this.#number + 1}`);
  }

  async afterCommit(): Promise<void> {
    this.#number++;
    // What is committed stays so, whether or not it is known elsewhere.
    await writeAcknowledged(this.#directory, this.#number).catch(() => undefined);
  }
}

async function readCommitted(connection: DuckDBConnection): Promise<number> {
  return Number((await connection.runAndReadAll('SELECT number FROM commits')).getRows()[0]![0]);
}

function acknowledgedFile(directory: string): string {
  return join(directory, `${databaseFile}.commits`);
}

/** Nothing when there is no file, or none that can be believed. */
async function readAcknowledged(directory: string): Promise<number | undefined> {
  const text = await readFile(acknowledgedFile(directory), 'utf8').catch(() => '');
  const number = /^(\d{16}) \1\n$/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The number is there twice, so that a file that is damaged is not taken for another number. */
async function writeAcknowledged(directory: string, number: number): Promise<void> {
  const text = String(number).padStart(16, '0');
  // In place, and never empty: a file that is cut first knows nothing until it is written.
  const flags = constants.O_WRONLY | constants.O_CREAT;
  const file = await open(acknowledgedFile(directory), flags, privateFile);
  try {
    await file.write(`${text} ${text}\n`, 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

function lacksCommits(directory: string, missing: number): StoreError {
  const file = walOf(directory);
  return new StoreError(
    'DATA_DAMAGED',
    `${file} was cut off, emptied or removed: what was ingested lately is missing, ${missing} ${missing === 1 ? 'commit' : 'commits'} of it. A repair goes on with what is there. Ingest the latest logs again after it: what is missing comes in, and nothing twice.`,
    { details: { directory, file, repairable: true } },
  );
}
