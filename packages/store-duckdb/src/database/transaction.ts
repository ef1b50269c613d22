import type { Connection } from './connection.ts';

/** Counts the transactions of a connection. */
export interface CommitCounter {
  /** Called within the transaction, when its work is done. */
  beforeCommit(): Promise<void>;
  /** Called when it is on the disk, before anybody else knows. */
  afterCommit(): Promise<void>;
}

const counters = new WeakMap<Connection, CommitCounter>();

/** Has all transactions of a connection counted that {@link inTransaction} makes. */
export function countCommits(connection: Connection, counter: CommitCounter): void {
  counters.set(connection, counter);
}

/** Does work in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  const counter = counters.get(connection);
  const result = await within('BEGIN TRANSACTION', connection, async () => {
    const done = await work();
    await counter?.beforeCommit();
    return done;
  });
  await counter?.afterCommit();
  return result;
}

/** Does work that sees the data of one moment. */
export async function inSnapshot<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION READ ONLY', connection, work);
}

async function within<Result>(
  begin: string,
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run(begin);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
  // One that fails leaves nothing to roll back.
  await connection.run('COMMIT');
  return result;
}
