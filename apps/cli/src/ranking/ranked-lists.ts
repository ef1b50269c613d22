import type { FlowTop, RankedEntry } from '@cfw-flow/fetch-client';
import type { FlowItem, Order } from '@cfw-flow/types';
import stringWidth from 'string-width';
import { formatAmount, measureOf } from '../measure.ts';
import { bar } from '../output/bar.ts';
import { columnsOf, tableLines } from '../output/table.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { groupName } from './group-name.ts';

/** What the groups of a list are, by what they are ranked, and where they are shown. */
interface ListOptions {
  order: Order;
  /** Columns of the terminal. */
  width: number;
  /** Elsewhere, the lists are below each other and have no bars. */
  isTerminal: boolean;
}

type Lines = Piece[][];

/** The ranked groups of each item: as many lists beside each other as there is room for. */
export function rankedListLines(
  data: FlowTop<'bigint'>,
  items: readonly FlowItem[],
  options: ListOptions,
): Lines {
  const lists = items.map((item) => listLines(item, data[item] ?? [], options));
  const rows = options.isTerminal ? rowsOf(lists, options.width) : lists.map((list) => [list]);
  return rows.flatMap((row, index) => [...(index > 0 ? [[]] : []), ...sideBySide(row)]);
}

/** Minimum width of the column of groups. */
const minGroup = 12;
const barWidth = 12;
/** Places before a bar. */
const barGap = 2;

/** A list, its titles first; bars show the share of the largest group. */
function listLines(
  item: FlowItem,
  entries: readonly RankedEntry<'bigint'>[],
  { order, width, isTerminal }: ListOptions,
): Lines {
  if (entries.length === 0) return [[styled('bold', item)], ['none']];
  const column = columnsOf(entries);
  const measure = measureOf[order];
  const [titles = '', ...rows] = tableLines(
    [
      column('#', (entry) => String(entries.indexOf(entry) + 1), { align: 'right' }),
      column(item, groupName, { minWidth: minGroup }),
      column(measure, ({ value }) => formatAmount(measure, value), { align: 'right' }),
    ],
    isTerminal ? width - barGap - barWidth : width,
  );
  const largest = Math.max(...entries.map(({ value }) => Number(value)));
  return [
    [styled('bold', titles)],
    ...rows.map((row, index): Piece[] => {
      const value = Number(entries[index]!.value);
      if (!isTerminal || value === 0) return [row];
      return [row, ' '.repeat(barGap), styled('cyan', bar(value / largest, barWidth))];
    }),
  ];
}

/** Places between two lists. */
const listGap = 4;

/** As many lists in a row as it has room for. */
function rowsOf(lists: readonly Lines[], width: number): Lines[][] {
  const rows: Lines[][] = [];
  let room = 0;
  for (const list of lists) {
    const needed = listGap + widthOf(list);
    if (needed <= room) rows.at(-1)!.push(list);
    else {
      rows.push([list]);
      room = width + listGap;
    }
    room -= needed;
  }
  return rows;
}

function sideBySide(lists: readonly Lines[]): Lines {
  const height = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: height }, (_, place) => {
    const last = lists.findLastIndex((list) => place < list.length);
    return lists.slice(0, last + 1).flatMap((list, index): Piece[] => {
      const line = list[place] ?? [];
      if (index === last) return line;
      return [...line, ' '.repeat(widthOf(list) + listGap - lineWidth(line))];
    });
  });
}

/** Places that the longest line takes. */
function widthOf(list: Lines): number {
  return Math.max(...list.map(lineWidth));
}

function lineWidth(line: readonly Piece[]): number {
  const widths = line.map((piece) => stringWidth(typeof piece === 'string' ? piece : piece.text));
  return widths.reduce((sum, width) => sum + width, 0);
}
