import { FlowItem } from '@cfw-flow/types';
import { plus } from '../amount.ts';
import { amountText, differenceText, factorText } from '../comparison/change-texts.ts';
import { chosenGroups } from '../comparison/comparison-lines.ts';
import type { GroupComparison } from '../comparison/comparison.ts';
import type { Measure } from '../measure.ts';
import { counted, formatCount, formatTime } from '../output/quantity.ts';
import { rates, summaryText } from '../trend/trend.ts';
import type { ReportData } from './ask-report.ts';
import type { Figure, Page } from './page.ts';
import {
  moversSection,
  newKinds,
  newSection,
  nowKinds,
  topSection,
  unsafeSection,
} from './sections.ts';

/** What a report is about, beside its data. */
export interface ReportAbout {
  firewall: string;
  logType: string;
  /** Milliseconds since 1970 UTC. */
  made: number;
  /** Maximum number of rows of a table. */
  size: number;
  /** Why the comparison says little; undefined when it does. */
  missing: string | undefined;
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
      ...(about.missing === undefined ? [] : [['Note', about.missing] as const]),
      ['Made', `${formatTime(about.made)}, times in ${zone}`],
    ],
    figures: figures(data, of(FlowItem.SRC_IP)),
    trends: rates.map(({ rate, title }) => ({
      rate,
      title: capitalized(title),
      summary: capitalized(summaryText(data.trend.now, rate)),
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

function figures(
  { by, comparison: { totals }, unsafe }: ReportData,
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
  const isRanked = sources.atMost[by].before !== undefined;
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
