import { mkdir, rm } from 'node:fs/promises';
import { type Enrichment, fileSource } from '@cfw-flow/store';
import { bytesIn } from './cache.ts';
import { type Delays, watchEventLoop } from './event-loop.ts';
import { ingestOptions, openOurs } from './ours.ts';

/** What it took to take a log into an empty store of ours. */
export interface FileIngest {
  /** Flows ingested. */
  flows: number;
  /** Milliseconds until it was ingested. */
  took: number;
  /** Milliseconds until it was rolled up, too. */
  rolledUp: number;
  delays: Delays;
  /** Bytes of the data directory, when the store is closed again. */
  bytes: number;
}

/**
 * Takes a log into a new store of ours in a folder, and removes that.
 *
 * @param enrichment - what is known beside the log
 */
export async function ingestFile(
  log: string,
  folder: string,
  enrichment?: Enrichment,
): Promise<FileIngest> {
  const directory = `${folder}/ours`;
  await mkdir(directory);
  const store = await openOurs(directory, enrichment && { enrichment: () => enrichment });
  const loop = watchEventLoop();
  const start = performance.now();
  const { flows, rejections } = await store.ingest(await fileSource(log), ingestOptions);
  const took = performance.now() - start;
  await store.rollUp();
  const rolledUp = performance.now() - start;
  const delays = loop.lap();
  loop.stop();
  const held = await store.status();
  await store.close();
  const bytes = await bytesIn(directory);
  await rm(directory, { recursive: true });
  if (rejections.length > 0) throw new Error(`${log}: ${JSON.stringify(rejections[0])}`);
  if (held.flows !== flows) {
    throw new Error(`${log}: ${flows} flows came in, and the rollups have ${held.flows}`);
  }
  return { flows, took, rolledUp, delays, bytes };
}
