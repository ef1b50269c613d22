import type { Connection } from './connection.ts';

/** Does work in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION', connection, work);
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
