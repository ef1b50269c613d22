import type { Item } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { type Sort, sortAfter } from '../view/sort.ts';
import type { SortColumn, View } from '../view/view.ts';
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
export function sortOf({ sort, order }: Pick<View, 'sort' | 'order'>): Sort<SortColumn> {
  return sort ?? { column: measureOf({ sort, order }), descending: true };
}

/** What a choice of a column changes. A measure ranks, too, so that the groups shown are those with the most of it. */
export function sortedBy(
  view: Pick<View, 'sort' | 'order'>,
  column: SortColumn,
): Partial<Pick<View, 'sort' | 'order'>> {
  const sort = sortAfter(sortOf(view), column, column === 'item');
  const measure = asMeasure(column);
  return measure !== undefined && sort.descending ? rankedBy(measure) : { sort };
}
