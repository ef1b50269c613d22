import type { DuckDBConnection } from '@duckdb/node-api';

/** Does work in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION', connection, work);
}

/** Does work that sees the data of one moment. */
export async function inSnapshot<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION READ ONLY', connection, work);
}

async function within<Result>(
  begin: string,
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run(begin);
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}
