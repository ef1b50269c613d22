import type { Item } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import type { Sort, SortColumn, View } from '../view/view.ts';
import { asMeasure, measureOf, rankedBy } from './ranking.ts';

/** What the head of a column says. */
export function columnLabel(column: SortColumn, item: Item): string {
  if (column === 'item') return itemLabel(item);
  const keys = {
    sessions: 'measure.sessions',
    bytes: 'measure.bytes',
    request_byte: 'measure.request',
    response_byte: 'measure.response',
    change: 'measure.change',
    last_time: 'measure.lastSeen',
  } as const;
  return t(keys[column]);
}

/** How the records of a view are sorted: when it doesn't say, by what they are ranked by. */
export function sortOf({ sort, order }: Pick<View, 'sort' | 'order'>): Sort {
  return sort ?? { column: measureOf({ sort, order }), descending: true };
}

/**
 * What a choice of a column changes: numbers come with the greatest first, texts from the start; chosen
 * again, the other way round. A measure ranks, too, so that the groups shown are those with the most
 * of it.
 */
export function sortedBy(
  view: Pick<View, 'sort' | 'order'>,
  column: SortColumn,
): Partial<Pick<View, 'sort' | 'order'>> {
  const current = sortOf(view);
  const descending = current.column === column ? !current.descending : column !== 'item';
  const measure = asMeasure(column);
  if (measure !== undefined && descending) return rankedBy(measure);
  return { sort: { column, descending } };
}
