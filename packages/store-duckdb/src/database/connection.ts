import type { DuckDBConnection } from '@duckdb/node-api';

/** What runs statements. */
export type Connection = Pick<DuckDBConnection, 'run' | 'runAndReadAll'>;

/**
 * Works with a connection until a signal ends it: the statement under way is interrupted, and no
 * other one begins.
 *
 * @throws the reason of the signal
 */
export async function endingWith<Result>(
  signal: AbortSignal,
  connection: DuckDBConnection,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work({
      run: async (...statement) => {
        signal.throwIfAborted();
        return connection.run(...statement);
      },
      runAndReadAll: async (...statement) => {
        signal.throwIfAborted();
        return connection.runAndReadAll(...statement);
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
