import type { Direction, Item, LogType } from '@cfw-flow/types';
import type { Measure } from '../measure.ts';
import type { Limit } from './limit.ts';

/** Which window a window is compared with: the one before it, or the same one a day or a week ago. */
export const comparedWindows = ['window', 'day', 'week'] as const;

/** One of {@link comparedWindows}. */
export type ComparedWindow = (typeof comparedWindows)[number];

/** A length of time, and how it was written, such as `5m`. */
export interface TimeLength {
  text: string;
  milliseconds: number;
}

/** When a group alerts. */
export type Condition =
  /** It has more, or less, than so much. */
  | { kind: 'above' | 'below'; limit: Limit }
  /** It was not there for so long before the window. */
  | { kind: 'new'; before: TimeLength; atLeast: Limit }
  /** It has so many times what it had in another window, or only such a part of it. */
  | { kind: 'grown' | 'shrunk'; factor: number; against: ComparedWindow; atLeast: Limit };

/** How urgent an alert is. */
export const severities = ['info', 'warning', 'critical'] as const;

/** One of {@link severities}. */
export type Severity = (typeof severities)[number];

/** What is looked for in the flows of a window. */
export interface Rule {
  name: string;
  severity: Severity;
  /** What flows are grouped by, each group being judged by itself; all flows together when left out. */
  item?: Item;
  /** The one group that is judged. */
  value?: string;
  /** Length of the window, which ends at the time of the check. */
  window: TimeLength;
  measure: Measure;
  condition: Condition;
  logType: LogType;
  direction?: Direction;
  /** A UUID; the rule is for each firewall that is known when left out. */
  firewall?: string;
}

/** A rule for one firewall. */
export type FirewallRule = Rule & { firewall: string };

/** Forms in which a webhook takes alerts. */
export const webhookForms = ['alertmanager', 'slack', 'json'] as const;

/** One of {@link webhookForms}. */
export type WebhookForm = (typeof webhookForms)[number];

/** Where alerts are sent to. */
export interface Webhook {
  /** By which the state remembers what it was told. */
  name: string;
  form: WebhookForm;
  /** http or https. It may hold a secret, so no message shows more of it than its host. */
  url: string;
  /** Value of the header `Authorization`. */
  authorization?: string;
}

/** What a file of rules declares. */
export interface AlertRules {
  rules: Rule[];
  webhooks: Webhook[];
}
