import { copyFile, constants, open, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { openDatabase } from './database.ts';
import { damagedPlace, walOf } from './wal.ts';

/** What a repair did. */
export interface Repair {
  /** The damaged file. */
  file: string;
  /** Where a copy of it is, as it was. */
  copy: string;
  /** Its size, in bytes. */
  size: number;
  /** Bytes from its beginning that were kept. */
  kept: number;
}

/**
 * Makes a data directory usable again whose write-ahead log is damaged. All that was committed before
 * the damage is kept; what comes after is not, and a copy of the file is.
 *
 * @returns nothing when there was no damage
 * @throws `StoreError` `DATA_IN_USE`, `DATA_UNWRITABLE`, `DATA_DAMAGED` when the database itself is
 *   damaged, or `ENGINE`
 */
export async function repairDuckdbStore(directory: string): Promise<Repair | undefined> {
  let repair: Repair | undefined;
  for (;;) {
    const place = await findDamage(directory);
    if (place === undefined) return repair;
    if (repair !== undefined && place >= repair.kept) {
      throw new Error(`${repair.file} is still damaged at byte ${place} after it was cut there`);
    }
    repair ??= await copyAside(walOf(directory));
    repair.kept = place;
    await cut(repair.file, place);
  }
}

/** Opens the database, to see what the engine says. */
async function findDamage(directory: string): Promise<number | undefined> {
  try {
    const database = await openDatabase(directory, Math.floor(totalmem() / 2));
    database.closeSync();
    return undefined;
  } catch (error) {
    const place = damagedPlace(error);
    if (place === undefined) throw error;
    return place;
  }
}

async function copyAside(file: string): Promise<Repair> {
  const { size } = await stat(file);
  const time = new Date().toISOString().replaceAll(/[-:]/g, '').replace('.', '-');
  const copy = `${file}.damaged-${time}`;
  await copyFile(file, copy, constants.COPYFILE_EXCL);
  const handle = await open(copy, 'r+');
  await handle.sync();
  await handle.close();
  return { file, copy, size, kept: 0 };
}

async function cut(file: string, size: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.truncate(size);
  await handle.sync();
  await handle.close();
}
