import type { Severity, WebhookForm } from './rule.ts';
import { statusOf, type TrackedAlert } from './alert-state.ts';

/** Alerts that a message for people lists at most. */
const MAX_LISTED = 20;

/** A time until which alerts hold that a webhook is told of, milliseconds since 1970 UTC. */
type HoldsUntil = (tracked: TrackedAlert) => number;

/** What a webhook is sent: data that become JSON. */
export function webhookBody(
  form: WebhookForm,
  alerts: readonly TrackedAlert[],
  holdsUntil: HoldsUntil,
): unknown {
  switch (form) {
    case 'alertmanager':
      return alerts.map((tracked) => alertmanagerAlert(tracked, holdsUntil));
    case 'slack':
      return { text: slackText(alerts) };
    case 'json':
      return { alerts: alerts.map(alertRecord) };
  }
}

/** An alert with its status and times, as `--json` prints it. */
export function alertRecord(tracked: TrackedAlert): object {
  const { alert, since, ended } = tracked;
  return { status: statusOf(tracked), ...alert, since, ...(ended !== undefined && { ended }) };
}

/** As `POST /api/v2/alerts` of Alertmanager takes it (its OpenAPI document, `postableAlert`). */
function alertmanagerAlert(tracked: TrackedAlert, holdsUntil: HoldsUntil) {
  const { alert, since, ended } = tracked;
  return {
    labels: {
      alertname: alert.rule,
      severity: alert.severity,
      firewall: alert.firewall,
      log_type: alert.log_type,
      ...(alert.item !== undefined && { [alert.item]: alert.group ?? '' }),
    },
    annotations: { summary: alert.summary },
    startsAt: new Date(since).toISOString(),
    // It forgets an alert at its end, unless it is sent again before.
    endsAt: new Date(ended ?? holdsUntil(tracked)).toISOString(),
  };
}

const signs: Readonly<Record<Severity, string>> = {
  info: ':information_source:',
  warning: ':warning:',
  critical: ':rotating_light:',
};

function slackText(alerts: readonly TrackedAlert[]): string {
  const lines = alerts.slice(0, MAX_LISTED).map((tracked) => {
    const { rule, severity, summary } = tracked.alert;
    const sign = tracked.ended === undefined ? signs[severity] : ':white_check_mark:';
    const word = tracked.ended === undefined ? severity : 'resolved';
    return `${sign} *${slackEscaped(rule)}* (${word}) ${slackEscaped(summary)}`;
  });
  const more = alerts.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

/** The three characters that have a meaning in a message of Slack ("Formatting text", its documentation). */
function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
