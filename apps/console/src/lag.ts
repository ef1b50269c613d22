import type { StoreStatus } from './context.ts';
import { count } from './quantity.ts';

/** Fewer flows are read one by one so fast that nobody notices. */
const many = 1_000_000;

/** What a reader should know of rollups that lag behind: sentences, none of which is in the other. */
export interface Lag {
  /** How much waits. */
  waiting?: string;
  /** Why it waits, when that is a failure. */
  failure?: string;
}

/** Tells how far the rollups lag behind; nothing when nobody would notice. */
export function lagOf({ flows, waiting, failure }: StoreStatus): Lag | undefined {
  if (waiting < many && failure === undefined) return undefined;
  return {
    ...(waiting >= many && {
      waiting: `${count(waiting)} of ${count(flows)} flows are not rolled up yet: answers about them take longer.`,
    }),
    ...(failure !== undefined && {
      failure: `Rolling up failed, and is tried again when flows come in: ${failure}`,
    }),
  };
}
