import type { Session } from './session.ts';

/** Does work in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION', session, work);
}

/** Does work that sees the data of one moment. */
export async function inSnapshot<Result>(
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  return within('BEGIN TRANSACTION READ ONLY', session, work);
}

async function within<Result>(
  begin: string,
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> {
  await session.run(begin);
  try {
    const result = await work();
    await session.run('COMMIT');
    return result;
  } catch (error) {
    await session.run('ROLLBACK');
    throw error;
  }
}
