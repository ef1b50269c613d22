import { copyFile, constants, open, stat } from 'node:fs/promises';
import { acceptMissing } from '../database/commit-counter.ts';
import { openDatabase } from '../database/database.ts';
import { usualMemoryLimit } from '../database/limits.ts';
import { explainEngineError } from '../database/engine-error.ts';
import { prepareSchema } from '../schema/schema.ts';
import { damagedPlace, walOf } from '../database/wal.ts';

/** The part of a damaged file that was kept. */
export interface CutFile {
  /** The damaged file. */
  file: string;
  /** Where a copy of it is, as it was. */
  copy: string;
  /** Its size, in bytes. */
  size: number;
  /** Bytes from its beginning that were kept. */
  kept: number;
}

/** What a repair did. */
export interface Repair {
  /** The write-ahead log, when there was damage in it. */
  cut?: CutFile;
  /** Commits that were acknowledged and are missing. */
  missing: number;
}

/**
 * Makes a data directory usable again whose write-ahead log is damaged, or lacks what was committed.
 * All that was committed before the damage is kept; what comes after is not, and a copy of the file
 * is.
 *
 * @returns nothing when there was no damage
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_INCOMPATIBLE`, `DATA_DAMAGED` when the
 *   database itself is damaged, or `ENGINE`
 */
export async function repairDuckdbStore(directory: string): Promise<Repair | undefined> {
  let cut: CutFile | undefined;
  for (;;) {
    const found = await lookInto(directory);
    if ('missing' in found) {
      if (cut === undefined) return found.missing === 0 ? undefined : found;
      return { cut, missing: found.missing };
    }
    const { position } = found;
    if (cut !== undefined && position >= cut.kept) {
      throw new Error(`${cut.file} is still damaged at byte ${position} after it was cut there`);
    }
    cut ??= await copyAside(walOf(directory));
    cut.kept = position;
    await cutOff(cut.file, position);
  }
}

/** Opens the database, to see where the engine finds damage, or what is missing. */
async function lookInto(directory: string): Promise<{ position: number } | { missing: number }> {
  const memoryLimit = usualMemoryLimit();
  try {
    const database = await openDatabase(directory, memoryLimit);
    const connection = await database.connect();
    try {
      await prepareSchema(connection, directory);
      return { missing: await acceptMissing(connection, directory) };
    } finally {
      connection.closeSync();
      database.close();
    }
  } catch (error) {
    const position = damagedPlace(error);
    if (position === undefined) {
      throw explainEngineError(error, { directory, memoryLimit }, 'Nothing was changed.');
    }
    return { position };
  }
}

async function copyAside(file: string): Promise<CutFile> {
  const { size } = await stat(file);
  const time = new Date().toISOString().replaceAll(/[-:]/g, '').replace('.', '-');
  const copy = `${file}.damaged-${time}`;
  await copyFile(file, copy, constants.COPYFILE_EXCL);
  const handle = await open(copy, 'r+');
  await handle.sync();
  await handle.close();
  return { file, copy, size, kept: 0 };
}

async function cutOff(file: string, size: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.truncate(size);
  await handle.sync();
  await handle.close();
}
