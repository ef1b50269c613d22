import { setTimeout } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import { jsonText } from '../output/json.ts';
import { type AlertState, statusOf, type TrackedAlert } from './alert-state.ts';
import type { Webhook } from './rule.ts';
import { webhookBody } from './webhook-body.ts';

/** Longest time for an answer, in milliseconds. */
const TIMEOUT = 10_000;
const FIRST_PAUSE = 500;
const MAX_PAUSE = 60_000;

/** How a webhook is told. */
export interface TellOptions {
  /** Names of all webhooks, of which the state remembers whether they were told. */
  webhooks: readonly string[];
  /** Time until which an alert holds unless it is told again, milliseconds since 1970 UTC. */
  holdsUntil: (tracked: TrackedAlert) => number;
  /** Attempts at most; without end when left out. */
  maxAttempts?: number;
  /** Ends it. */
  signal: AbortSignal;
  /** Called after the first attempt that fails. */
  onFailure?: (message: string) => void;
}

/**
 * Tells a webhook what it has not been told yet: alerts that began or ended. An attempt that fails is
 * made again, after 0.5 s, 1 s, 2 s and so on up to a minute, with all that is to be told by then.
 *
 * @throws {@link Failure} when the last attempt failed
 */
export async function tellWebhook(
  webhook: Webhook,
  state: AlertState,
  { webhooks, holdsUntil, maxAttempts = Infinity, signal, onFailure }: TellOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const alerts = toTell(webhook, state);
    if (alerts.length === 0) return;
    const statuses = alerts.map(statusOf);
    const message = await post(webhook, webhookBody(webhook.form, alerts, holdsUntil), signal);
    if (message === undefined) {
      for (const [index, { told }] of alerts.entries()) told[webhook.name] = statuses[index]!;
      await state.save(webhooks);
      return;
    }
    if (attempt >= maxAttempts) throw new Failure(message);
    if (attempt === 1) onFailure?.(message);
    await setTimeout(Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1)), undefined, { signal });
  }
}

/** What is new to a webhook; Alertmanager is told again of all that lasts, since it forgets otherwise. */
function toTell({ name, form }: Webhook, state: AlertState): TrackedAlert[] {
  return state.all.filter(
    (tracked) =>
      tracked.told[name] !== statusOf(tracked) ||
      (form === 'alertmanager' && tracked.ended === undefined),
  );
}

/** Sends JSON; returns what went wrong. */
async function post(
  { name, url, authorization }: Webhook,
  body: unknown,
  signal: AbortSignal,
): Promise<string | undefined> {
  const where = `The webhook ${name} at ${new URL(url).host}`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(authorization !== undefined && { Authorization: authorization }),
      },
      body: jsonText(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `${where} answered ${response.status}.`;
  } catch (error) {
    signal.throwIfAborted();
    return `${where} was not reached: ${reasonOf(error as Error)}.`;
  }
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
