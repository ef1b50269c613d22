import type { Item } from '@cfw-flow/types';
import type { Amount } from '../amount.ts';
import { amountWithUnit, type Measure } from '../measure.ts';
import type { ComparedWindow, Rule, Severity } from './rule.ts';

/** A group that a rule found. */
export interface Alert {
  rule: string;
  severity: Severity;
  firewall: string;
  log_type: string;
  /** Missing where all flows are judged together. */
  item?: Item;
  /** The group of the item. */
  group?: string;
  measure: Measure;
  /** What the group has in the window. */
  value: Amount;
  /** What it had in the window that this one is compared with. */
  before?: Amount;
  /** Milliseconds since 1970 UTC, included. */
  start_time: number;
  /** Milliseconds since 1970 UTC, not included. */
  end_time: number;
  /** All of it in words. */
  summary: string;
}

/** By which an alert is the same in each check. */
export function alertKey({ rule, firewall, log_type, group = '' }: Alert): string {
  return JSON.stringify([rule, firewall, log_type, group]);
}

const comparedWith: Readonly<Record<ComparedWindow, string>> = {
  window: 'in the window before',
  day: 'a day before',
  week: 'a week before',
};

/** A found group in words, such as `src_ip 192.0.2.250: 900 sessions in 1h, above 500 sessions`. */
export function summaryOf(
  { item, condition, measure, window }: Rule,
  group: string | undefined,
  value: Amount,
  before: Amount | undefined,
): string {
  const what = item === undefined ? 'all flows' : `${item} ${group}`;
  const now = `${what}: ${amountWithUnit(measure, value)} in ${window.text}`;
  switch (condition.kind) {
    case 'above':
    case 'below':
      return `${now}, ${condition.kind} ${amountWithUnit(measure, condition.limit.value)}`;
    case 'new':
      return `${now}, not seen in the ${condition.before.text} before`;
    case 'grown':
    case 'shrunk': {
      const then = amountWithUnit(measure, before ?? 0);
      return `${now}, ${condition.kind} from ${then} ${comparedWith[condition.against]}`;
    }
  }
}
