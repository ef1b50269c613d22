import { setTimeout } from 'node:timers/promises';
import { asFailure } from '../failure.ts';
import type { AlertState, TrackedAlert } from './alert-state.ts';
import { type CheckedServer, checkRules } from './check-rules.ts';
import type { AlertRules, Webhook } from './rule.ts';
import { holdsUntil } from './holds-until.ts';
import { tellWebhook } from './tell-webhook.ts';

/** How rules are checked again and again. */
export interface WatchOptions extends AlertRules {
  /** Reaches the server, which may not be there yet. */
  connect: () => Promise<CheckedServer>;
  state: AlertState;
  /** Time between two checks, in milliseconds. */
  every: number;
  /** Ends it. */
  signal: AbortSignal;
  /** Takes the alerts that began or ended. */
  onChange: (changed: readonly TrackedAlert[]) => void;
  /** Takes what went wrong; the next check tries again. */
  onFailure: (message: string) => void;
}

/** Checks rules until the signal, and tells webhooks of alerts that begin or end. */
export async function watchRules(options: WatchOptions): Promise<void> {
  const { state, every, signal, webhooks } = options;
  const telling = new Map<Webhook, Promise<void>>();
  const failures = new Failures(options.onFailure);
  let server: CheckedServer | undefined;
  while (!signal.aborted) {
    try {
      server ??= await options.connect();
      const checked = await checkRules(server, options.rules, Date.now());
      const changed = state.update(checked);
      if (changed.length > 0) options.onChange(changed);
      failures.report([...checked.failures].map(([rule, message]) => `${rule}: ${message}`));
      await state.save(webhooks.map(({ name }) => name));
      for (const webhook of webhooks) {
        // One that is being tried again is told then what there is by then.
        if (!telling.has(webhook)) telling.set(webhook, tell(webhook));
      }
    } catch (error) {
      failures.report([asFailure(error).message]);
    }
    await setTimeout(every, undefined, { signal }).catch(() => {});
  }
  await Promise.all(telling.values());

  async function tell(webhook: Webhook): Promise<void> {
    try {
      await tellWebhook(webhook, state, {
        webhooks: webhooks.map(({ name }) => name),
        holdsUntil: holdsUntil(options.rules, every),
        signal,
        onFailure: (message) => options.onFailure(`${message} It is tried again.`),
      });
    } catch (error) {
      if (!signal.aborted) options.onFailure(asFailure(error).message);
    } finally {
      telling.delete(webhook);
    }
  }
}

/** Reports what went wrong once, and again when it is something else. */
class Failures {
  readonly #report: (message: string) => void;
  #last = '';

  constructor(report: (message: string) => void) {
    this.#report = report;
  }

  report(messages: readonly string[]): void {
    const all = messages.join('\n');
    if (all !== this.#last && all !== '') this.#report(all);
    this.#last = all;
  }
}
