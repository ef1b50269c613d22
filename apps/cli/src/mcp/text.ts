import type { FirewallSummary } from '@cfw-flow/types/console';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted } from '../output/quantity.ts';
import { isoTime } from './plain-answer.ts';

/** Most lines of a list in a text: the structured answer has all. */
const maxLines = 10;

/** Most characters of a value in a text. */
const maxValue = 100;

/** A numbered list in lines, cut off where it gets long. */
export function listed(lines: readonly string[]): string[] {
  const first = lines.slice(0, maxLines).map((line, place) => `${place + 1}. ${line}`);
  const more = lines.length - first.length;
  return more > 0 ? [...first, `… and ${more} more in the structured content`] : first;
}

/** A value of a log, which anybody may have written who sent traffic through the firewall. */
export function shown(value: string): string {
  const start = value.length > maxValue ? `${value.slice(0, maxValue)}…` : value;
  // JSON escapes the line feed and its like, and leaves others as they are.
  return escapeControlChars(JSON.stringify(start));
}

/** What is held of a firewall: how many flows, of which log types and which time. */
export function firewallText({ flows, first_time, last_time, traffic }: FirewallSummary): string {
  const types = [...new Set(traffic.map(({ log_type }) => log_type))].join(', ');
  if (flows === undefined || first_time === undefined || last_time === undefined) {
    return `${types || 'no flows'} in the last seven days`;
  }
  return `${counted(flows, 'flow')} (${types}) from ${isoTime(first_time)} to ${isoTime(last_time)}`;
}
