import { AlertState, type TrackedAlert } from '../alerts/alert-state.ts';
import { changeLines, firingLines } from '../alerts/alert-lines.ts';
import { type CheckedServer, checkRules } from '../alerts/check-rules.ts';
import { holdsUntil } from '../alerts/holds-until.ts';
import { readRules } from '../alerts/read-rules.ts';
import type { AlertRules } from '../alerts/rule.ts';
import { tellWebhook } from '../alerts/tell-webhook.ts';
import { watchRules } from '../alerts/watch-rules.ts';
import { alertRecord } from '../alerts/webhook-body.ts';
import { momentOf } from '../connection/asked-window.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { asFailure, ExitCode, Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { jsonLine } from '../output/json.ts';
import { counted } from '../output/quantity.ts';
import { note, print, screenWidth } from '../output/terminal.ts';

/** Options of `cfw-flow alerts`. */
export interface AlertsOptions extends ConnectionOptions {
  /** Time between two checks, in milliseconds; they are checked once when left out. */
  every?: number;
  /** File that remembers which alerts last. */
  state?: string;
  /** A moment, where the windows end; now when left out. */
  at?: string;
  json?: boolean;
}

/** Attempts to tell a webhook when rules are checked once. */
const MAX_ATTEMPTS = 4;

/**
 * Checks rules once, or again and again until it is interrupted.
 *
 * @throws {@link Failure} with the exit code of alerts when some last, after one check
 */
export async function alerts(file: string, options: AlertsOptions): Promise<void> {
  const rules = await readRules(file);
  const { every } = options;
  if (every === undefined) await checkOnce(rules, options);
  else await checkAgain(rules, every, { ...options, state: options.state ?? `${file}.state.json` });
}

async function checkOnce(rules: AlertRules, options: AlertsOptions): Promise<void> {
  const state = await AlertState.open(options.state);
  const now = Date.now();
  const { time } = options.at === undefined ? { time: now } : momentOf('--at', options.at, now);
  const server = await serverOf(rules, options);
  const checked = await checkRules(server, rules.rules, time);
  const changed = state.update(checked);
  const firing = state.all.filter(({ ended }) => ended === undefined);
  await state.save(rules.webhooks.map(({ name }) => name));
  if (options.json) {
    const ended = changed.filter((tracked) => tracked.ended !== undefined);
    for (const tracked of [...firing, ...ended]) print(jsonLine(alertRecord(tracked)));
  } else {
    for (const line of firingLines(firing, rules.rules.length, screenWidth())) print(...line);
  }
  const problems = [...checked.failures].map(
    ([rule, message]) => `The rule ${rule} was not checked. ${message}`,
  );
  problems.push(...(await tellOnce(rules, state)));
  if (problems.length > 0) throw new Failure(problems.join('\n'));
  if (firing.length > 0) throw new Failure('', ExitCode.ALERT);
}

/** Tells all webhooks at the same time; returns what went wrong. */
async function tellOnce({ rules, webhooks }: AlertRules, state: AlertState): Promise<string[]> {
  const { signal } = new AbortController();
  const results = await Promise.allSettled(
    webhooks.map((webhook) =>
      tellWebhook(webhook, state, {
        webhooks: webhooks.map(({ name }) => name),
        holdsUntil: holdsUntil(rules, 0),
        maxAttempts: MAX_ATTEMPTS,
        signal,
      }),
    ),
  );
  return results.flatMap((result) =>
    result.status === 'rejected' ? [asFailure(result.reason).message] : [],
  );
}

async function checkAgain(
  rules: AlertRules,
  every: number,
  options: AlertsOptions & { state: string },
): Promise<void> {
  const state = await AlertState.open(options.state);
  await state.save(rules.webhooks.map(({ name }) => name));
  const rows = counted(rules.rules.length, 'rule');
  note(`Checking ${rows} every ${Math.round(every / 1000)} s. Ctrl+C ends it.`);
  await untilInterrupted((signal) =>
    watchRules({
      ...rules,
      connect: () => serverOf(rules, options),
      state,
      every,
      signal,
      onChange: (changed) => printChanged(changed, options.json),
      onFailure: note,
    }),
  );
}

/** Prints alerts that began or ended. */
function printChanged(changed: readonly TrackedAlert[], json: boolean | undefined): void {
  if (json) for (const tracked of changed) print(jsonLine(alertRecord(tracked)));
  else for (const line of changeLines(changed)) print(...line);
}

/** What is missing of the connection, but for the firewall of rules that name none, is never asked for. */
async function serverOf({ rules }: AlertRules, options: ConnectionOptions): Promise<CheckedServer> {
  const [first, ...others] = rules;
  const areNamed = others.every(({ firewall }) => firewall !== undefined);
  const { client, query } = await connect({
    logType: first!.logType,
    ...(areNamed && first!.firewall !== undefined && { firewall: first!.firewall }),
    ...options,
  });
  return { client, firewalls: async () => [query.fw_instance_id] };
}
