import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Enrichment, type FlowStore, StoreError } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import type { HeldFlows } from './control/operations.ts';
import { reachServer, type ServedFlows } from './control/served-flows.ts';
import { Failure } from './failure.ts';
import { harmless } from './harmless.ts';
import { untilInterrupted } from './interrupt.ts';
import { note } from './terminal.ts';

/** The file that a store keeps in its data directory. */
const databaseFile = 'flows.duckdb';

/** A data directory, and what may be used for it when it is opened here. */
interface Place {
  data: string;
  /** Most memory of the database, in bytes. */
  memory?: number | undefined;
  enrichment?: () => Enrichment;
}

/**
 * Works with the flows of a data directory that is there, rather than making one, until that is done
 * or interrupted. While a server has the directory open, it is the server that does what is asked for.
 *
 * @returns whether it was interrupted
 * @throws {@link Failure} when no flows were ever ingested there
 */
export function withHeldFlows(
  place: Omit<Place, 'enrichment'>,
  work: (flows: HeldFlows, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  return withOpened(place, () => openOrReach(place), work);
}

/** {@link withHeldFlows}, for what can't be asked of a server: nobody else may have the directory open. */
export function withOwnStore(
  place: Place,
  work: (store: FlowStore, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  return withOpened(place, () => openHere(place), work);
}

async function withOpened<Flows extends { close(): Promise<void> }>(
  { data }: Place,
  open: () => Promise<Flows>,
  work: (flows: Flows, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  if (!existsSync(path.join(data, databaseFile))) {
    const name = harmless(data);
    throw new Failure(
      existsSync(data)
        ? `${name} is not a data directory: nothing was ingested there. Check --data.`
        : `There is no data directory ${name}. Check --data, or the directory that you are in.`,
    );
  }
  return untilInterrupted(async (signal) => {
    const flows = await open();
    try {
      signal.throwIfAborted();
      await work(flows, signal);
    } finally {
      await flows.close();
    }
  });
}

function openHere({ data, memory, enrichment }: Place): Promise<FlowStore> {
  return openDuckdbStore({
    directory: data,
    onWarning: note,
    ...(enrichment && { enrichment }),
    ...(memory !== undefined && { memoryLimit: memory }),
  });
}

/** Tries the directory first: what a file says of a server may be long past. */
async function openOrReach(place: Place): Promise<FlowStore | ServedFlows> {
  try {
    return await openHere(place);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'DATA_IN_USE') throw error;
    const served = await reachServer(place.data);
    if (served === undefined) throw error;
    return served;
  }
}
