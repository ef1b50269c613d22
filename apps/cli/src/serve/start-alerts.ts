import path from 'node:path';
import { createClient } from '@cfw-flow/fetch-client';
import type { FlowStore } from '@cfw-flow/store';
import type { LogType } from '@cfw-flow/types';
import { AlertState } from '../alerts/alert-state.ts';
import { changeLines } from '../alerts/alert-lines.ts';
import type { AlertRules } from '../alerts/rule.ts';
import { watchRules } from '../alerts/watch-rules.ts';
import { note } from '../output/terminal.ts';

/** A server whose flows are checked. */
export interface AlertingServer {
  store: FlowStore;
  url: string;
  project: string;
  rules: AlertRules;
  /** Time between two checks, in milliseconds. */
  every: number;
  /** Data directory, which keeps the state, too; undefined in memory. */
  directory: string | undefined;
}

/** Checking that is under way. */
export interface Alerting {
  /** Stops it, and waits until no webhook is being told. */
  stop(): Promise<void>;
}

/** Checks rules beside the other work of a server: for each firewall, over HTTP as everybody asks. */
export async function startAlerts(server: AlertingServer): Promise<Alerting> {
  const { store, url, project, rules, every, directory } = server;
  const state = await AlertState.open(directory && path.join(directory, 'alerts.json'));
  const controller = new AbortController();
  const client = createClient({ endpoint: url, projectId: project, integers: 'bigint' });
  const firewalls = async (logType: LogType) =>
    (await store.firewalls())
      .filter(({ traffic }) => traffic.some(({ log_type }) => log_type === logType))
      .map(({ fw_instance_id }) => fw_instance_id);
  const watching = watchRules({
    ...rules,
    connect: async () => ({ client, firewalls }),
    state,
    every,
    signal: controller.signal,
    onChange: (changed) => {
      for (const line of changeLines(changed)) note(...line);
    },
    onFailure: (message) => note('Alerts: ', message),
  });
  return {
    async stop() {
      controller.abort();
      await watching;
    },
  };
}
