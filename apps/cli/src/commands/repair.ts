import { type Repair, repairDuckdbStore } from '@cfw-flow/store-duckdb';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { checkDataDirectory, databaseFile, withStoreAdmin } from '../store/data-directory.ts';
import { counted, formatBytes } from '../output/quantity.ts';
import { note, print, screenWidth } from '../output/terminal.ts';
import { verificationLines } from '../output/verification-lines.ts';
import { compareRollups, rollupsDiffer } from '../store/verification.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow repair`. */
export type RepairOptions = StoreOptions;

/**
 * Repairs a data directory whose write-ahead log is damaged or not all there, and verifies it.
 *
 * @throws {@link Failure} when there is no data directory, or the rollups differ from the flows afterwards
 */
export async function repair({ data = DATA, memory }: RepairOptions): Promise<void> {
  // Of a damaged one, the database may be gone and the write-ahead log be there.
  checkDataDirectory(data, [databaseFile, `${databaseFile}.wal`]);
  const repaired = await repairDuckdbStore(data);
  if (repaired === undefined) {
    print('Nothing is damaged that would keep it from opening.');
  } else {
    for (const line of repairLines(repaired)) print(line);
  }
  let differing = 0;
  const interrupted = await withStoreAdmin({ data, memory }, async (admin, signal) => {
    const { flows } = await admin.status();
    print(`${counted(flows, 'flow')} held`);
    const found = await compareRollups(admin, signal);
    for (const line of verificationLines(found, screenWidth())) print(...line);
    ({ differing } = found);
  });
  if (interrupted) throw new Failure('Interrupted while verifying. The repair itself is done.');
  if (differing > 0) throw rollupsDiffer(differing, data);
  if (repaired !== undefined) {
    note('Ingest the latest logs again: what is missing is added, and nothing twice.');
  }
}

function repairLines({ cut, missing }: Repair): string[] {
  const lines: string[] = [];
  if (cut !== undefined) {
    lines.push(
      `${cut.file} was damaged.`,
      `  kept    ${formatBytes(cut.kept)} of ${formatBytes(cut.size)}, all that comes before the damage`,
      `  a copy  ${cut.copy}`,
    );
  }
  if (missing > 0) lines.push(`What was ingested last is missing: ${counted(missing, 'commit')}.`);
  return lines;
}
