import { items } from '@cfw-flow/store';
import type { OperationParts } from '../operation-route.ts';

/** Each record tells the window that was applied, and what is known of its asset. */
export const flowStatistic: OperationParts<'listFlowStatistic'> = {
  data: ({ records, total }, { item, window }, asset) => ({
    records: records.map((record) => ({
      ...record,
      ...(items[item].isAsset && asset?.(record.item)),
      agg_start_time: window.start,
      agg_end_time: window.end,
    })),
    total,
  }),
};
