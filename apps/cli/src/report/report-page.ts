import type { FlowGroup } from '@cfw-flow/fetch-client';
import { FlowItem } from '@cfw-flow/types';
import type { Amount } from '../amount.ts';
import { plus } from '../amount.ts';
import {
  amountText,
  boundTexts,
  differenceText,
  factorText,
  kindCounts,
  nameOf,
} from '../comparison/change-texts.ts';
import { chosenGroups } from '../comparison/comparison-lines.ts';
import type { ComparedGroup, GroupComparison, Measure } from '../comparison/comparison.ts';
import { counted, formatBytes, formatCount, formatTime } from '../output/quantity.ts';
import { rates, summaryText, type Rate, type TrendPart } from '../trend/trend.ts';
import type { ReportData, UnsafeGroups } from './ask-report.ts';
import type { Cell, Column, Figure, Page, Section } from './page.ts';

/** What a report is about, beside its data. */
export interface ReportAbout {
  firewall: string;
  logType: string;
  /** Milliseconds since 1970 UTC. */
  made: number;
  /** Maximum number of rows of a table. */
  size: number;
}

/** Puts the data of a report into words. */
export function reportPage(data: ReportData, about: ReportAbout): Page {
  const { comparison, by, windows } = data;
  const { size } = about;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const span = ({ start_time, end_time }: (typeof windows)['now']) =>
    `${formatTime(start_time)} to ${formatTime(end_time)}`;
  const of = (item: FlowItem) => comparison.items.find((one) => one.item === item)!.comparison;
  return {
    title: `Flow report: ${about.logType}, ${span(windows.now)}`,
    facts: [
      ['Firewall', about.firewall],
      ['Compared with', span(windows.before)],
      ['Made', `${formatTime(about.made)}, times in ${zone}`],
    ],
    figures: figures(data, of(FlowItem.SRC_IP)),
    trends: rates.map(({ rate, title }) => ({
      rate,
      title: capitalized(title),
      summary: trendSummary(data.trend.now, rate),
      now: data.trend.now,
      before: data.trend.before,
    })),
    sections: [
      unsafeSection('Unsafe addresses', 'risk_ip', data.unsafe.risk_ip),
      unsafeSection('Unsafe hosts', 'risk_host', data.unsafe.risk_host),
      moversSection(data),
      newSection('New sources', FlowItem.SRC_IP, of(FlowItem.SRC_IP), by, size),
      newSection('New hosts', FlowItem.DST_HOST, of(FlowItem.DST_HOST), by, size),
      ...comparison.items.map((one) => topSection(one.item, one.comparison, data, size)),
    ],
  };
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function trendSummary(parts: readonly TrendPart[], rate: Rate): string {
  return capitalized(parts.length === 0 ? 'no traffic' : summaryText(parts, rate));
}

function figures(
  { comparison: { totals }, unsafe }: ReportData,
  sources: GroupComparison,
): Figure[] {
  const total = (measure: Measure): Figure => ({
    title: measure,
    value: amountText(measure, totals[measure].now),
    about:
      `${differenceText(measure, totals[measure])} (${factorText(totals[measure])}) against ` +
      `${amountText(measure, totals[measure].before)} before`,
  });
  const added = formatCount(chosenGroups(sources.groups, newKinds).length);
  const present = formatCount(chosenGroups(sources.groups, nowKinds).length);
  const isRanked = sources.atMost.sessions.before !== undefined;
  const unsafeCount = plus(unsafe.risk_ip.total, unsafe.risk_host.total);
  return [
    total('sessions'),
    total('bytes'),
    {
      title: 'new sources',
      value: added,
      about: isRanked ? `among the first ${present}, not before` : `of ${present}`,
    },
    {
      title: 'unsafe',
      value: formatCount(unsafeCount),
      about: `${counted(unsafe.risk_ip.total, 'address', 'addresses')}, ${counted(unsafe.risk_host.total, 'host')}`,
      isAlarming: unsafeCount > 0,
    },
  ];
}

/** What became of groups that are there now. */
const nowKinds = ['new', 'up', 'down', 'same', 'entered'] as const;

/** What became of groups that were not there before, as far as anybody knows. */
const newKinds = ['new', 'entered'] as const;

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

function moversSection({ comparison, by }: ReportData): Section {
  const moving = comparison.items.filter(({ item }) => movingItems.includes(item));
  return {
    title: 'What changed most',
    about: `By ${by}, against the window before.`,
    columns: [
      minor(text('item')),
      text('group'),
      { ...text('change'), isShort: true },
      number(by),
      number('before'),
      number('difference'),
      minor(number('factor')),
    ],
    rows: moving.flatMap(({ item, comparison: { groups, atMost } }) =>
      chosenGroups(groups)
        .slice(0, moversPerItem)
        .map((group): Cell[] => [
          item,
          nameOf(group),
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

function newSection(
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
      nameOf(group),
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

function topSection(
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
          nameOf(group),
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

function unsafeSection(
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
