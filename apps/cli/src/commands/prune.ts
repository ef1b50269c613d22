import { withStoreAdmin } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { removalInWords, removeOld } from '../store/old-flows.ts';
import { print } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow prune`. */
export interface PruneOptions extends StoreOptions {
  /** Whole days (UTC) whose flows stay, besides today. */
  keepDays: number;
}

/** Removes the flows of a data directory that are too old, once. */
export async function prune({ keepDays, data = DATA, memory }: PruneOptions): Promise<void> {
  const interrupted = await withStoreAdmin({ data, memory }, async (admin, signal) => {
    const removal = await unlessInterrupted(removeOld(admin, keepDays, Date.now()), signal);
    print(`${removalInWords(removal)}.`);
  });
  if (interrupted) {
    throw new Failure(
      'Interrupted: all is removed, or nothing. The same command makes sure of it.',
    );
  }
}
