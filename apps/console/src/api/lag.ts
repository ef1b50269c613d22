import type { StoreStatus } from '@cfw-flow/types/console';
import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';

/** Fewer flows are read one by one so fast that nobody notices. */
const many = 1_000_000;

/** What a reader should know of rollups that lag behind: sentences, none of which is in the other. */
export interface Lag {
  /** How much is not rolled up. */
  pending?: string;
  /** Why, when that is a failure. */
  failure?: string;
}

/** Tells how far the rollups lag behind; nothing when nobody would notice. */
export function lagOf(
  status: Pick<StoreStatus, 'flows' | 'pending' | 'failure'> | undefined,
): Lag | undefined {
  if (status === undefined) return undefined;
  const { flows, pending, failure } = status;
  if (pending < many && failure === undefined) return undefined;
  return {
    ...(pending >= many && {
      pending: t('lag.pending', { pending: count(pending), flows: count(flows) }),
    }),
    ...(failure !== undefined && {
      failure: t('lag.failure', { failure }),
    }),
  };
}
