import type { DuckDBConnection } from '@duckdb/node-api';

/** What runs statements. */
export type Session = Pick<DuckDBConnection, 'run' | 'runAndReadAll'>;

/**
 * Works with a session that ends with a signal: the statement under way is interrupted, and no other
 * one begins.
 *
 * @throws the reason of the signal
 */
export async function endingWith<Result>(
  signal: AbortSignal,
  connection: DuckDBConnection,
  work: (session: Session) => Promise<Result>,
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
