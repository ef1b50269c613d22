import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { itemsLabel } from '../text/labels.ts';
import type { Whole } from '../text/quantity.ts';
import { usePrinting } from '../ui/use-printing.ts';
import { useView } from '../view/use-view.ts';
import { amountOf, type Measure, type RankedGroup } from './ranking.ts';
import { RecordRow } from './record-row.tsx';
import { rowHeight } from './row-height.ts';
import { followRowKeys, rowOf } from './row-keys.ts';
import { TableHead } from './table-head.tsx';
import { usePlace } from './use-place.ts';

/** Below this width, in pixels, records.css makes cards of the rows. */
const cardWidth = 704;

interface RecordTableProps {
  groups: readonly RankedGroup[];
  /** What bars stand for. */
  measure: Measure;
  /** What all flows have of it, once that is known. */
  whole: Whole | undefined;
  /** So many groups of the window before were asked for; nothing while there is none to compare with. */
  depth: number | undefined;
  /** Called with the group that the pointer or the focus is on. */
  onPoint?: ((key: string) => void) | undefined;
  /** Called when the pointer goes away. */
  onLeave: () => void;
}

/**
 * The groups, each of which opens to show what its flows have in common. Only rows in sight, and the
 * one that has the focus, are in the page; on paper all of them.
 */
export function RecordTable({ groups, measure, whole, depth, onPoint, onLeave }: RecordTableProps) {
  const { view, change } = useView();
  const body = useRef<HTMLTableSectionElement>(null);
  const listed = useMemo(() => new Set(view.open), [view.open]);
  const { openAll } = view;
  const isOpen = useCallback((key: string) => listed.has(key) !== openAll, [listed, openAll]);
  const [focused, setFocused] = useState<number>();
  const { top, width } = usePlace(body);
  const isPrinting = usePrinting();
  const shape = width < cardWidth ? 'card' : 'row';

  // oxlint-disable-next-line react/incompatible-library -- nothing of it is kept from one drawing to the next
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: groups.length,
    estimateSize: (index) => {
      const { item, group } = groups[index]!;
      return rowHeight(shape, isOpen(item) ? group : undefined);
    },
    // What was measured of a closed row says nothing of the same one that is open: were it kept, a screen
    // full of closed rows would be drawn open before the next measurement.
    getItemKey: useCallback(
      (index: number) =>
        `${isOpen(groups[index]!.item) ? 'open' : 'closed'} ${groups[index]!.item}`,
      [groups, isOpen],
    ),
    scrollMargin: top,
    overscan: 5,
    rangeExtractor: (range) =>
      isPrinting
        ? [...groups.keys()]
        : withRow(defaultRangeExtractor(range), focused, groups.length),
  });

  const toggle = useCallback(
    (key: string) => {
      const next = new Set(listed);
      if (!next.delete(key)) next.add(key);
      change({ open: [...next] });
    },
    [listed, change],
  );
  /** A row that is to have the focus has to be in the page. */
  const onMove = (index: number) => flushSync(() => setFocused(index));
  function onRowToggle(index: number, open: boolean) {
    const { item, group } = groups[index]!;
    if (group !== undefined && isOpen(item) !== open) toggle(item);
  }
  function point(index: number | undefined) {
    if (index !== undefined) onPoint?.(groups[index]!.item);
  }

  const most = Math.max(...groups.map((group) => Number(amountOf(group, measure) ?? 0)));
  return (
    <table
      role="table"
      className="records"
      aria-label={itemsLabel(view.item)}
      aria-rowcount={groups.length + 1}
    >
      <TableHead />
      <tbody
        ref={body}
        role="rowgroup"
        style={{ blockSize: virtualizer.getTotalSize() }}
        onKeyDown={(event) =>
          followRowKeys(event, { rows: groups.length, onMove, onToggle: onRowToggle })
        }
        onFocus={({ target }) => {
          setFocused(rowOf(target));
          point(rowOf(target));
        }}
        onPointerOver={({ target }) => point(rowOf(target))}
        onPointerLeave={onLeave}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <RecordRow
            key={groups[index]!.item}
            ref={virtualizer.measureElement}
            index={index}
            offset={start - virtualizer.options.scrollMargin}
            ranked={groups[index]!}
            measure={measure}
            most={most}
            whole={whole}
            depth={depth}
            open={isOpen(groups[index]!.item)}
            onToggle={toggle}
          />
        ))}
      </tbody>
    </table>
  );
}

/** Rows in sight and the one that has the focus, which would lose it by leaving the page. */
function withRow(rows: number[], focused: number | undefined, count: number): number[] {
  if (focused === undefined || focused >= count || rows.includes(focused)) return rows;
  return [...rows, focused].sort((one, other) => one - other);
}
