import type { ReadPiece } from '@cfw-flow/store';

/** Header that asks what an answer is made from, and that tells it. Ours, not the cloud's. */
export const explainHeader = 'X-Flow-Explain';

/** Whether a request asks what its answer is made from. */
export function asksForExplanation(headers: Readonly<Record<string, unknown>>): boolean {
  return headers[explainHeader.toLowerCase()] === '1';
}

/** A store may read more pieces than a header has room for. */
const mostPieces = 20;

/**
 * The pieces as the value of a header, by time, in the form of `Server-Timing`:
 * `days;start=1751328000000;end=1751414400000;group_rows=12;detail_rows=40`. Times are milliseconds
 * since 1970 UTC, the end exclusive; `;waiting` marks flows that are not rolled up yet. An answer
 * that was made from nothing has `none`.
 */
export function explanationValue(pieces: readonly ReadPiece[]): string {
  if (pieces.length === 0) return 'none';
  const ordered = pieces.toSorted(inOrder);
  const told = ordered.slice(0, mostPieces).map(({ from, start, end, waiting, ...rows }) => {
    const mark = waiting ? ';waiting' : '';
    return `${from};start=${start};end=${end}${rowsOf([rows])}${mark}`;
  });
  const more = ordered.slice(mostPieces);
  if (more.length > 0) told.push(`more;pieces=${more.length}${rowsOf(more)}`);
  return told.join(', ');
}

/** By time; what waits comes last, since its time is that of others. */
function inOrder(one: ReadPiece, other: ReadPiece): number {
  return Number(one.waiting ?? false) - Number(other.waiting ?? false) || one.start - other.start;
}

function rowsOf(pieces: readonly Pick<ReadPiece, 'groupRows' | 'detailRows'>[]): string {
  const group = pieces.reduce((sum, { groupRows }) => sum + groupRows, 0);
  const detail = pieces.reduce((sum, { detailRows }) => sum + detailRows, 0);
  return `;group_rows=${group};detail_rows=${detail}`;
}
