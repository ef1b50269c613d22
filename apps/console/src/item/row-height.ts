import type { FlowGroup } from '@cfw-flow/fetch-client';
import { nestedLists } from './nested-lists.ts';

/** How records are drawn: as rows of a table, or as cards where there is little room. */
export type RowShape = 'row' | 'card';

/** Heights in pixels, near enough until a row is measured. */
const closed = { row: 35, card: 170 };
const aroundLists = { row: 38, card: 122 };
const entry = 30.4;

/** About how tall a record is. Its nested lists stand beside each other in a row, below each other in a card. */
export function rowHeight(shape: RowShape, open: FlowGroup<'bigint'> | undefined): number {
  if (open === undefined) return closed[shape];
  const lengths = nestedLists(open).map(({ entries }) => entries.length);
  const entries = shape === 'row' ? Math.max(...lengths) : lengths.reduce((a, b) => a + b, 0);
  return closed[shape] + aroundLists[shape] + entry * entries;
}
