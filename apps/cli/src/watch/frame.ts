import type { RankedEntry } from '@cfw-flow/fetch-client';
import { Order } from '@cfw-flow/types';
import { type Amount, minus } from '../amount.ts';
import { formatAmount, measureOf } from '../measure.ts';
import { bar } from '../output/bar.ts';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatRate,
  formatSpan,
} from '../output/quantity.ts';
import { columnsOf, fittedTable, tableWidth, widthOf } from '../output/table.ts';
import { type Piece, styled } from '../output/terminal.ts';
import { groupName } from '../ranking/group-name.ts';
import { ratesLine } from '../trend/rates-line.ts';
import { answers, type Snapshot } from './snapshot.ts';
import { watchedItems, type WatchState } from './watch-state.ts';

type Line = readonly Piece[];

/** What there is to show. */
export interface Watched {
  state: WatchState;
  /** The latest answer; undefined until there is one. */
  latest: Snapshot | undefined;
  /** The answer before it. */
  before: Snapshot | undefined;
  /** Why there is no newer answer; undefined when the last question was answered. */
  problem: string | undefined;
  /** What the flows are, such as their log type. */
  about: string;
}

/** Where and when it is shown. */
export interface Screen {
  width: number;
  height: number;
  /** Milliseconds since 1970 UTC. */
  now: number;
}

/** All lines of the screen, the last of which are at its bottom. Longer ones are to be cut. */
export function frameLines(watched: Watched, screen: Screen): Line[] {
  const { latest, state } = watched;
  const isAnswered = latest !== undefined && answers(latest, state);
  const head = [
    titleLine(watched, screen.now),
    ...(isAnswered ? summaryLines(latest, screen) : [['asking …'], []]),
    itemsLine(state, screen.width),
    [],
  ];
  const foot = footLines(watched, screen.now);
  const room = Math.max(0, screen.height - head.length - foot.length);
  const before = watched.before && answers(watched.before, state) ? watched.before : undefined;
  const body = isAnswered ? groupLines(latest, before, state.order, screen.width, room) : [];
  const blank = Array.from({ length: Math.max(0, room - body.length) }, (): Line => []);
  return [...head, ...body, ...blank, ...foot].slice(0, screen.height);
}

function titleLine({ state, about }: Watched, now: number): Line {
  const { item, length, order, isPaused } = state;
  return [
    styled('bold', item),
    ` by ${measureOf[order]}, ${about}, last ${length}  `,
    styled('dim', formatClock(now)),
    ...(isPaused ? ['  ', styled('inverse', ' paused ')] : []),
  ];
}

/** What all flows of the window have, per second, and how it came about. */
function summaryLines(latest: Snapshot, { width, now }: Screen): Line[] {
  const { totals, start, end, rates } = latest;
  const seconds = (end - start) / 1000;
  const sessionsPerSecond = Number(totals.record) / seconds;
  const age =
    latest.latest === undefined
      ? styled('yellow', `no flow ended in the last ${latest.length}`)
      : `latest flow ${formatAge(now - latest.latest)} ago`;
  const parts = rates.map(({ in_bps, out_bps }) => ({
    in_bps: Number(in_bps ?? 0),
    out_bps: Number(out_bps ?? 0),
  }));
  // The last part has only begun.
  const shown = parts.at(-2) ?? parts.at(-1) ?? { in_bps: 0, out_bps: 0 };
  return [
    [
      `${formatCount(totals.record)} sessions (${formatPerTime(sessionsPerSecond)}), `,
      `${formatBytes(totals.byte)} (${formatRate((Number(totals.byte) * 8) / seconds)}), `,
      age,
    ],
    ratesLine({ parts, shown, width }),
  ];
}

/** A rate in the unit that leaves a digit before the point, such as `4.3/min`. */
function formatPerTime(perSecond: number): string {
  const [count, unit] =
    perSecond >= 1
      ? [perSecond, 's']
      : perSecond >= 1 / 60
        ? [perSecond * 60, 'min']
        : [perSecond * 3600, 'h'];
  return `${count.toFixed(count < 10 ? 1 : 0)}/${unit}`;
}

/** In whole seconds, or minutes; a clock that is ahead makes nothing younger than now. */
function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : formatSpan(seconds * 1000);
}

/** The items with the keys that choose them; where they have no room, the one that is shown. */
function itemsLine({ item: chosen }: WatchState, width: number): Line {
  const texts = watchedItems.map((item, index) =>
    item === chosen ? `[${index + 1} ${item}]` : ` ${index + 1} ${item} `,
  );
  const shown = texts.join('').length <= width ? texts : texts.filter((text) => text[0] === '[');
  return shown.map((text) => (text[0] === '[' ? styled('inverse', text) : text));
}

const minGroup = 12;
/** Columns that are always there: the groups and what they are ranked by. */
const minColumns = 3;
const barWidth = 16;

/** The groups with the most, their shares of all flows, and what changed since the answer before. */
function groupLines(
  latest: Snapshot,
  before: Snapshot | undefined,
  order: Order,
  width: number,
  room: number,
): Line[] {
  const other = order === Order.RECORD ? Order.BYTE : Order.RECORD;
  const groups = latest.ranked[order].slice(0, Math.max(0, room - 1));
  if (groups.length === 0) return [];
  const others = valuesOf(latest, other);
  const earlier = before && valuesOf(before, order);
  const total = Number(latest.totals[order]);
  const seconds = (latest.end - latest.start) / 1000;
  const column = columnsOf(groups);
  const right = { align: 'right' } as const;
  const columns = [
    column('#', (group) => String(groups.indexOf(group) + 1), right),
    column(latest.item, groupName, { minWidth: minGroup }),
    column(measureOf[order], ({ value }) => formatAmount(measureOf[order], value), right),
    column('change', (group) => changeText(group, earlier, order), right),
    column('rate', ({ value }) => rateText(Number(value) / seconds, order), right),
    column(measureOf[other], ({ key }) => otherText(others.get(key), other), right),
    column('share', ({ value }) => `${((100 * Number(value)) / total).toFixed(1)} %`, right),
  ];
  const hasBars = width >= tableWidth(columns.map(widthOf)) + barGap + 4;
  const bars = Math.min(barWidth, width - tableWidth(columns.map(widthOf)) - barGap);
  const [titles = '', ...rows] = fittedTable(columns, width, minColumns).lines;
  return [
    [styled('bold', titles)],
    ...rows.map((row, index): Line => {
      if (!hasBars) return [row];
      const share = Number(groups[index]!.value) / total;
      return [row, ' '.repeat(barGap), styled('cyan', bar(share, bars))];
    }),
  ];
}

/** Places before a bar. */
const barGap = 2;

function valuesOf({ ranked }: Snapshot, order: Order): Map<string, Amount> {
  return new Map(ranked[order].map(({ key, value }) => [key, value]));
}

/** Empty where nothing changed, so that the eye finds what did. */
function changeText(
  { key, value }: RankedEntry<'bigint'>,
  earlier: Map<string, Amount> | undefined,
  order: Order,
): string {
  if (earlier === undefined) return '';
  const before = earlier.get(key);
  if (before === undefined) return 'new';
  const change = minus(value, before);
  if (change === 0) return '';
  return `${change > 0 ? '+' : '-'}${formatAmount(measureOf[order], change > 0 ? change : -change)}`;
}

function rateText(perSecond: number, order: Order): string {
  return order === Order.BYTE ? formatRate(perSecond * 8) : formatPerTime(perSecond);
}

function otherText(value: Amount | undefined, order: Order): string {
  return value === undefined ? '-' : formatAmount(measureOf[order], value);
}

const keys = '←/→ 1-8 item   s/b sessions, bytes   -/+ window   p pause   q quit';

function footLines({ problem, latest }: Watched, now: number): Line[] {
  if (problem === undefined) return [[], [styled('dim', keys)]];
  const age = latest === undefined ? '' : ` (what is shown is ${formatAge(now - latest.end)} old)`;
  return [[styled('red', `${problem}${age}`)], [styled('dim', keys)]];
}
