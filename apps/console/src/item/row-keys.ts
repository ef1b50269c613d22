import type { KeyboardEvent } from 'react';

interface RowKeys {
  rows: number;
  /** Called with the row that is to have the focus, which it has to put in the page at once. */
  onMove: (index: number) => void;
  /** Called with a row that is to open or to close. */
  onToggle: (index: number, open: boolean) => void;
}

/** The row that an element of a table stands in. */
export function rowOf(element: EventTarget): number | undefined {
  const row = (element as Element).closest<HTMLElement>('[data-index]');
  return row === null ? undefined : Number(row.dataset['index']);
}

/**
 * Arrow keys lead from row to row and stay with what has the focus in them, Home and End lead to the first
 * and the last row; right opens one and left closes it.
 */
export function followRowKeys(
  event: KeyboardEvent<HTMLElement>,
  { rows, onMove, onToggle }: RowKeys,
): void {
  const control = (event.target as HTMLElement).dataset['control'];
  const index = rowOf(event.target);
  if (control === undefined || index === undefined) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    event.preventDefault();
    return onToggle(index, event.key === 'ArrowRight');
  }
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  if (next < 0 || next >= rows) return;
  onMove(next);
  const controlsOf = (name: string) =>
    event.currentTarget.querySelector<HTMLElement>(
      `[data-index="${next}"] [data-control="${name}"]`,
    );
  (controlsOf(control) ?? controlsOf('key'))?.focus();
}
