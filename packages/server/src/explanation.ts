import type { ReadSegment } from '@cfw-flow/store';

/** Header that asks what an answer is made from, and that tells it. Ours, not the cloud's. */
export const explainHeader = 'X-Flow-Explain';

/** Whether a request asks what its answer is made from. */
export function asksForExplanation(headers: Readonly<Record<string, unknown>>): boolean {
  return headers[explainHeader.toLowerCase()] === '1';
}

/** A store may read more segments than a header has room for. */
const maxSegments = 20;

/**
 * The segments as the value of a header, by time, in the form of `Server-Timing`:
 * `days;start=1751328000000;end=1751414400000;group_rows=12;detail_rows=40`. Times are milliseconds
 * since 1970 UTC, the end exclusive; `;pending` marks flows that are not rolled up yet. An answer
 * that was made from nothing has `none`.
 */
export function explanationValue(segments: readonly ReadSegment[]): string {
  if (segments.length === 0) return 'none';
  const ordered = segments.toSorted(inOrder);
  const values = ordered.slice(0, maxSegments).map(({ from, start, end, pending, ...rows }) => {
    const mark = pending ? ';pending' : '';
    return `${from};start=${start};end=${end}${rowsOf([rows])}${mark}`;
  });
  const more = ordered.slice(maxSegments);
  if (more.length > 0) values.push(`more;segments=${more.length}${rowsOf(more)}`);
  return values.join(', ');
}

/** By time; what waits comes last, since its time is that of others. */
function inOrder(one: ReadSegment, other: ReadSegment): number {
  return Number(one.pending ?? false) - Number(other.pending ?? false) || one.start - other.start;
}

function rowsOf(segments: readonly Pick<ReadSegment, 'groupRows' | 'detailRows'>[]): string {
  const group = segments.reduce((sum, { groupRows }) => sum + groupRows, 0);
  const detail = segments.reduce((sum, { detailRows }) => sum + detailRows, 0);
  return `;group_rows=${group};detail_rows=${detail}`;
}
