import type { Connection } from './connection.ts';

/** Counts the transactions of a connection. */
export interface CommitCounter {
  /** Called within the transaction, when its work is done. */
  beforeCommit(): Promise<void>;
  /** Called when it is on the disk, before anybody else knows. */
  afterCommit(): Promise<void>;
}

const counters = new WeakMap<Connection, CommitCounter>();

/** Has all transactions of a connection counted that are committed here. */
export function countCommits(connection: Connection, counter: CommitCounter): void {
  counters.set(connection, counter);
}

/** Begins a transaction. */
export async function begin(connection: Connection): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
}

/** Commits the transaction under way. One that fails leaves nothing to roll back. */
export async function commit(connection: Connection): Promise<void> {
  const counter = counters.get(connection);
  try {
    await counter?.beforeCommit();
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
  await connection.run('COMMIT');
  await counter?.afterCommit();
}

/** Leaves nothing of the transaction under way. */
export async function rollBack(connection: Connection): Promise<void> {
  await connection.run('ROLLBACK');
}

/** Does work in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  await begin(connection);
  const result = await orRollBack(connection, work);
  await commit(connection);
  return result;
}

/** Does work that sees the data of one moment. */
export async function inSnapshot<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run('BEGIN TRANSACTION READ ONLY');
  const result = await orRollBack(connection, work);
  await connection.run('COMMIT');
  return result;
}

async function orRollBack<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
}
