import { existsSync } from 'node:fs';
import path from 'node:path';
import { type StoreWith, StoreError } from '@cfw-flow/store';
import type { StoreAdmin } from '../control/store-admin.ts';
import { reachServer, type RemoteStoreAdmin } from '../control/remote-store-admin.ts';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { untilInterrupted } from '../interrupt.ts';
import { openStore, type StoreTarget } from './open-store.ts';

/** The file that a store keeps in its data directory. */
export const databaseFile = 'flows.duckdb';

/** Whether a file of a data directory is one that cfw-flow writes there, not a log of somebody. */
export function isOfDataDirectory(name: string): boolean {
  return (
    name.startsWith(databaseFile) ||
    /^(?:rejected(?:\.1)?\.ndjson|(?:ingesting|alerts)\.json(?:\.new)?|control\.json)$/.test(name)
  );
}

/** The store of a data directory. */
interface DirectoryTarget extends StoreTarget {
  data: string;
}

/**
 * Works with the store of an existing data directory until that is done or interrupted. While a server
 * has the directory open, the server does the work.
 *
 * @returns whether it was interrupted
 * @throws {@link Failure} when no flows were ever ingested there
 */
export function withStoreAdmin(
  target: Omit<DirectoryTarget, 'enrichment'>,
  work: (admin: StoreAdmin, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  return withOpened(target, () => openOrReach(target), work);
}

/** {@link withStoreAdmin}, for what a server doesn't do for others: nobody else may have the directory open. */
export function withOwnStore(
  target: DirectoryTarget,
  work: (store: StoreWith, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  return withOpened(target, () => openStore(target), work);
}

async function withOpened<Store extends { close(): Promise<void> }>(
  { data }: DirectoryTarget,
  open: () => Promise<Store>,
  work: (store: Store, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  checkDataDirectory(data);
  return untilInterrupted(async (signal) => {
    const store = await open();
    try {
      signal.throwIfAborted();
      await work(store, signal);
    } finally {
      await store.close();
    }
  });
}

/**
 * Checks that a folder is a data directory, before anything is opened, which would make it one.
 *
 * @param files - names of files of which one has to be there
 * @throws {@link Failure} when it is not there, or is none
 */
export function checkDataDirectory(data: string, files: readonly string[] = [databaseFile]): void {
  if (files.some((file) => existsSync(path.join(data, file)))) return;
  const name = escapeControlChars(data);
  throw new Failure(
    existsSync(data)
      ? `${name} is not a data directory: nothing was ingested there. Check --data.`
      : `There is no data directory ${name}. Check --data, or the directory that you are in. \`cfw-flow ingest LOGS\` makes one.`,
  );
}

/** Tries the directory first: a killed server may have left its control file. */
async function openOrReach(target: DirectoryTarget): Promise<StoreWith | RemoteStoreAdmin> {
  try {
    return await openStore(target);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'DATA_IN_USE') throw error;
    const remote = await reachServer(target.data);
    if (remote === undefined) throw error;
    return remote;
  }
}
