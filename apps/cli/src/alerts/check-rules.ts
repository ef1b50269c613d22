import { type CfwClient, CfwError } from '@cfw-flow/fetch-client';
import type { LogType } from '@cfw-flow/types';
import { asFailure } from '../failure.ts';
import type { Alert } from './alert.ts';
import type { Check } from './alert-state.ts';
import { checkRule } from './check-rule.ts';
import type { Rule } from './rule.ts';

/** A server, and the firewalls there that rules are for. */
export interface CheckedServer {
  client: CfwClient<'bigint'>;
  /** Ids of those that have flows of a log type. */
  firewalls: (logType: LogType) => Promise<string[]>;
}

/** What a check of all rules found, and what kept rules from being checked, by their names. */
export interface CheckedRules extends Check {
  failures: ReadonlyMap<string, string>;
}

/**
 * Checks rules one after another. One that can't be checked keeps no other from it.
 *
 * @param time - end of the windows, milliseconds since 1970 UTC
 */
export async function checkRules(
  { client, firewalls }: CheckedServer,
  rules: readonly Rule[],
  time: number,
): Promise<CheckedRules> {
  const alerts: Alert[] = [];
  const failures = new Map<string, string>();
  for (const rule of rules) {
    try {
      const ids = rule.firewall === undefined ? await firewalls(rule.logType) : [rule.firewall];
      const found: Alert[] = [];
      for (const firewall of ids) {
        found.push(...(await checkRule(client, { ...rule, firewall }, time)));
      }
      alerts.push(...found);
    } catch (error) {
      if (!(error instanceof CfwError)) throw error;
      failures.set(rule.name, asFailure(error).message);
    }
  }
  return { time, alerts, unchecked: new Set(failures.keys()), failures };
}
