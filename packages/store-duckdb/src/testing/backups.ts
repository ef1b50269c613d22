import { join } from 'node:path';
import {
  type Enrichment,
  type FlowRecord,
  type FlowSource,
  type StoreWith,
  noEnrichment,
  textSource,
} from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';

/** Memory of the stores, in bytes. */
export const memoryLimit = 512 * 1024 * 1024;

/** A store on disk. */
export interface Stored {
  store: StoreWith;
  /** Path of something beside its data directory. */
  path: (name: string) => string;
}

/** A batch of flows, known by its name. */
export function batchOf(name: string, flows: readonly FlowRecord[]): FlowSource {
  return textSource(name, name, flows.map(ltsLine));
}

/** Opens a store in a folder, which is closed with the test. */
export async function storeIn(
  folder: string,
  enrichment: () => Enrichment = () => noEnrichment,
  name = 'data',
): Promise<Stored> {
  const path = (other: string) => join(folder, other);
  const store = await openDuckdbStore({ directory: path(name), memoryLimit, enrichment });
  onTestFinished(() => store.close());
  return { store, path };
}

/** What a query finds in the files of a backup, with nothing but the engine. */
export async function select(sql: string): Promise<Record<string, unknown>[]> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}
