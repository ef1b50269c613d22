import type { IngestReport, FlowSource } from '@cfw-flow/store';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Which of some identities are of batches that were ingested before. */
export async function heldAmong(
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

/** Remembers batches, so that none is ingested again. */
export async function rememberBatches(
  connection: DuckDBConnection,
  batches: readonly { source: FlowSource; report: IngestReport }[],
): Promise<void> {
  // What holds no flow is no log, or not one that is understood yet: it may come again.
  const taken = batches.filter(({ report }) => report.flows > 0);
  if (taken.length === 0) return;
  await connection.run(
    `INSERT INTO sources (identity, name, flows, rejected)
    VALUES ${taken.map(() => '(?, ?, ?, ?)').join(', ')}`,
    taken.flatMap(({ source, report }) => [
      source.identity!,
      source.name,
      report.flows,
      report.rejected,
    ]),
  );
}
