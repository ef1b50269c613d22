import {
  type IngestedBatch,
  type IngestedLog,
  type LogProgress,
  type PrefixHash,
  hashedByLine,
  shortDigest,
} from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * What was ingested. The table `sources` has the batches, `logs` how far each log was ingested, and
 * `log_hashes` hashes of their contents on the way.
 */

/** Which of some batches were ingested. */
export async function ingestedBatches(
  connection: DuckDBConnection,
  identities: readonly string[],
): Promise<Set<string>> {
  const places = identities.map(() => '?').join(', ');
  const found = await connection.runAndReadAll(
    `SELECT identity FROM sources WHERE identity IN (${places})`,
    [...identities],
  );
  return new Set(found.getRows().map(([identity]) => String(identity)));
}

/** Saves that batches were ingested. */
export async function saveBatches(
  connection: DuckDBConnection,
  batches: readonly IngestedBatch[],
): Promise<void> {
  if (batches.length === 0) return;
  await connection.run(
    `INSERT INTO sources (identity, name, flows, rejected)
    VALUES ${batches.map(() => '(?, ?, ?, ?)').join(', ')}`,
    batches.flatMap(({ identity, name, flows, rejected }) => [identity, name, flows, rejected]),
  );
}

/** The logs with one of some hashes at their checkpoint, or with one of others on their way. */
export async function ingestedLogs(
  connection: DuckDBConnection,
  ends: readonly PrefixHash[],
  passed: readonly PrefixHash[],
): Promise<IngestedLog[]> {
  const reader = await connection.runAndReadAll(`
    SELECT log, bytes, lines, digest, base_bytes, base_digest FROM logs
    WHERE list_contains('[${numbersOf(ends)}]'::UBIGINT[], hash)
      OR log IN (SELECT log FROM log_hashes WHERE digest IN (${numbersOf(passed)}))`);
  const logs = reader.getRowObjectsJS().map((row) => ({
    log: Number(row['log']),
    checkpoint: {
      bytes: Number(row['bytes']),
      lines: Number(row['lines']),
      digest: String(row['digest']),
      base: { bytes: Number(row['base_bytes']), digest: String(row['base_digest']) },
    },
    hashes: new Map<number, string>(),
  }));
  if (logs.length === 0) return [];
  const byNumber = new Map(logs.map((one) => [one.log, one.hashes]));
  const found = await connection.runAndReadAll(`
    SELECT log, bytes, digest FROM log_hashes
    WHERE log IN (${[...byNumber.keys()].join(', ')}) AND bytes >= ${hashedByLine}`);
  for (const [log, bytes, digest] of found.getRows()) {
    byNumber
      .get(Number(log))!
      .set(Number(bytes), (digest as bigint).toString(16).padStart(16, '0'));
  }
  return logs;
}

/** Saves how far a log is ingested, and gives its number. */
export async function saveLog(
  connection: DuckDBConnection,
  progress: LogProgress,
): Promise<number> {
  const { log } = progress;
  if (log !== undefined) await moveOn(connection, log, progress);
  const number = log ?? (await addLog(connection, progress));
  await addHashes(connection, number, progress.hashes);
  return number;
}

/** Adds a log that was never ingested, and gives its number. */
async function addLog(
  connection: DuckDBConnection,
  { name, checkpoint, flows, rejected }: LogProgress,
): Promise<number> {
  const { bytes, lines, digest, base } = checkpoint;
  const added = await connection.runAndReadAll(
    `INSERT INTO logs
     SELECT coalesce(max(log), 0) + 1, ?, ${bytes}, ${lines}, '${digest}', ${base.bytes},
       '${base.digest}', ${numberOf(checkpoint)}, ${flows}, ${rejected}, now()
     FROM logs
     RETURNING log`,
    [name],
  );
  return Number(added.getRows()[0]![0]);
}

async function moveOn(
  connection: DuckDBConnection,
  log: number,
  { name, checkpoint, flows, rejected }: LogProgress,
): Promise<void> {
  const { bytes, lines, digest, base } = checkpoint;
  await connection.run(
    `UPDATE logs SET name = ?, bytes = ${bytes}, lines = ${lines}, digest = '${digest}',
       base_bytes = ${base.bytes}, base_digest = '${base.digest}', hash = ${numberOf(checkpoint)},
       flows = flows + ${flows}, rejected = rejected + ${rejected}, ingested = now()
     WHERE log = ${log}`,
    [name],
  );
}

async function addHashes(
  connection: DuckDBConnection,
  log: number,
  hashes: readonly PrefixHash[],
): Promise<void> {
  if (hashes.length === 0) return;
  const appender = await connection.createAppender('log_hashes');
  for (const hash of hashes) {
    appender.appendInteger(log);
    appender.appendBigInt(BigInt(hash.bytes));
    appender.appendUBigInt(numberOf(hash));
    appender.endRow();
  }
  appender.closeSync();
}

function numbersOf(hashes: readonly PrefixHash[]): string {
  return hashes.map((hash) => `${numberOf(hash)}`).join(', ');
}

/** The first 64 bits of a hash. */
function numberOf(hash: PrefixHash): bigint {
  return BigInt(`0x${shortDigest(hash) || '0'}`);
}
