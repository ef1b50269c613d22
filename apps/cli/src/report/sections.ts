import type { FlowGroup } from '@cfw-flow/fetch-client';
import { FlowItem } from '@cfw-flow/types';
import { type Amount, plus } from '../amount.ts';
import {
  amountText,
  boundTexts,
  differenceText,
  factorText,
  kindCounts,
} from '../comparison/change-texts.ts';
import { chosenGroups } from '../comparison/comparison-lines.ts';
import type { ComparedGroup, GroupComparison } from '../comparison/comparison.ts';
import type { Measure } from '../measure.ts';
import { formatBytes, formatCount } from '../output/quantity.ts';
import { groupName } from '../ranking/group-name.ts';
import type { ReportData, UnsafeGroups } from './ask-report.ts';
import type { Cell, Column, Section } from './page.ts';

/** What became of groups that are there now. */
export const nowKinds = ['new', 'up', 'down', 'same', 'entered'] as const;

/** What became of groups that were not there before, as far as anybody knows. */
export const newKinds = ['new', 'entered'] as const;

const number = (title: string): Column => ({ title, isNumber: true });
const text = (title: string): Column => ({ title, isNumber: false });
const minor = (column: Column): Column => ({ ...column, isMinor: true });

/** Groups of an item whose changes are shown among those of other items. */
const moversPerItem = 3;

/** Items whose groups come and go. */
const movingItems: readonly FlowItem[] = [
  FlowItem.SRC_IP,
  FlowItem.DST_IP,
  FlowItem.DST_HOST,
  FlowItem.APP,
  FlowItem.DST_PORT,
];

/** The groups of several items that changed most. */
export function moversSection({ comparison, by }: ReportData): Section {
  const moving = comparison.items.filter(({ item }) => movingItems.includes(item));
  return {
    title: 'What changed most',
    about: `By ${by}, against the window before.`,
    columns: [
      minor(text('item')),
      text('group'),
      { ...text('change'), isShort: true },
      number(by),
      minor(number('before')),
      number('difference'),
      minor(number('factor')),
    ],
    rows: moving.flatMap(({ item, comparison: { groups, atMost } }) =>
      chosenGroups(groups)
        .slice(0, moversPerItem)
        .map((group): Cell[] => [
          item,
          groupName(group),
          { text: group.change, kind: group.change },
          amountText(by, group[by].now, atMost[by].now),
          amountText(by, group[by].before, atMost[by].before),
          differenceText(by, group[by]),
          factorText(group[by]),
        ]),
    ),
    empty: 'Nothing changed.',
    isHalf: false,
  };
}

/** Groups that were not there before. */
export function newSection(
  title: string,
  item: FlowItem,
  { groups, atMost }: GroupComparison,
  by: Measure,
  size: number,
): Section {
  const added = chosenGroups(groups, newKinds);
  const shown = [...added].sort(byAmount(by)).slice(0, size);
  const bounds = boundTexts({ now: undefined, before: atMost[by].before }, by);
  const counts =
    shown.length < added.length ? [`${formatCount(added.length)}, of which the top ${size}`] : [];
  return {
    title,
    about: [...counts, ...bounds].join('; ') || undefined,
    columns: [text(item), number('sessions'), number('bytes')],
    rows: shown.map((group) => [
      groupName(group),
      amountText('sessions', group.sessions.now),
      amountText('bytes', group.bytes.now),
    ]),
    empty: 'None.',
    isHalf: true,
  };
}

function byAmount(by: Measure) {
  return (a: ComparedGroup, b: ComparedGroup): number =>
    Number(b[by].now ?? 0) - Number(a[by].now ?? 0);
}

/** The groups of an item that have the most. */
export function topSection(
  item: FlowItem,
  { groups }: GroupComparison,
  { by, comparison: { totals } }: ReportData,
  size: number,
): Section {
  const other = by === 'sessions' ? 'bytes' : 'sessions';
  const present = chosenGroups(groups, nowKinds);
  const total = Number(totals[by].now);
  return {
    title: `Top ${item}`,
    about: kindCounts(groups),
    columns: [text(item), number(by), number('share'), minor(number(other)), number('change')],
    rows: [...present]
      .sort(byAmount(by))
      .slice(0, size)
      .map((group): Cell[] => {
        const share = Number(group[by].now) / total;
        return [
          groupName(group),
          amountText(by, group[by].now),
          { text: `${(100 * share).toFixed(1)} %`, share },
          amountText(other, group[other].now),
          changeCell(group, by),
        ];
      }),
    empty: 'None.',
    isHalf: true,
  };
}

function changeCell(group: ComparedGroup, by: Measure): Cell {
  const { change } = group;
  const isCounted = change === 'up' || change === 'down' || change === 'same';
  return { text: isCounted ? differenceText(by, group[by]) : change, kind: change };
}

/** Groups that are on a threat list. */
export function unsafeSection(
  title: string,
  item: 'risk_ip' | 'risk_host',
  { groups, total }: UnsafeGroups,
): Section {
  const isMore = groups.length < total;
  return {
    title,
    about: isMore
      ? `${formatCount(total)}, of which the top ${groups.length} by sessions`
      : undefined,
    columns: [
      text(item),
      text('list'),
      minor(text('with')),
      number('sessions'),
      minor(number('bytes')),
    ],
    rows: groups.map((group) => [
      group.item,
      group.tags ?? '-',
      peersOf(group),
      formatCount(group.sessions ?? 0),
      formatBytes(bytesOf(group)),
    ]),
    empty: 'None.',
    isHalf: false,
  };
}

function bytesOf({ request_byte = 0, response_byte = 0 }: FlowGroup<'bigint'>): Amount {
  return plus(request_byte, response_byte);
}

/** Addresses that a group had most sessions with. */
function peersOf({ src_ip, dst_ip }: FlowGroup<'bigint'>): string {
  const peers = (src_ip ?? dst_ip ?? []).map(({ key }) => key);
  return peers.slice(0, 3).join(', ') || '-';
}
