import { type CfwClient, createClient, type WindowChoice } from '@cfw-flow/fetch-client';
import type { AssetType, Direction, LogType } from '@cfw-flow/types';
import type { ConsoleContext } from '@cfw-flow/types/console';
import { remark } from '../output/terminal.ts';
import { fetchWithExplanation } from '../query/explanation.ts';
import { type AskedWindow, askedWindow } from './asked-window.ts';
import { chooseFlows } from './choose-flows.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { contextOf } from './server-context.ts';
import { type ServerChoice, type Settings, settingsOf } from './settings.ts';
import { unnamedFailure } from './unnamed.ts';

/** How a command asks a server. */
export interface Connection {
  /** Integers beyond 2^53 are bigints in its answers. */
  client: CfwClient<'bigint'>;
  /** What every operation is asked, under the names of the wire. Times beside it replace its window. */
  query: SharedQuery;
  window: AskedWindow;
  /** Where it is asked and as whom. */
  settings: Settings;
  /**
   * What the server says that there is to ask about; undefined when it is none of cfw-flow. It is
   * asked once.
   */
  context: () => Promise<ConsoleContext | undefined>;
}

/** What every operation is asked. */
export type SharedQuery = WindowChoice & {
  fw_instance_id: string;
  log_type: LogType;
  direction?: Direction;
  asset_type?: AssetType;
  vgw_id?: string[];
};

/**
 * Connects to the server that the options, or the environment, name: one of this machine when they
 * name none. A firewall and a log type that nobody named are those of the server that have the most flows;
 * a note on standard error says so when there are several.
 *
 * @throws Failure when the options contradict each other, and when something is missing
 *   that the server doesn't say
 */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const window = askedWindow(options, Date.now());
  for (const text of window.notes) remark(text);
  const contextAt = askedOnce();
  const settings = await settingsOf(options, contextAt);
  const context = () => contextAt(settings.server);
  const { project, firewall, logType } = await completed(settings, context);
  const client = createClient({
    ...settings.server,
    projectId: project,
    credentials: settings.credentials?.value,
    integers: 'bigint',
    ...(options.explain && { fetch: fetchWithExplanation }),
  });
  const query: SharedQuery = {
    fw_instance_id: firewall,
    log_type: logType,
    ...window.query,
    ...(options.direction && { direction: options.direction }),
    ...(options.assetType && { asset_type: options.assetType }),
    ...(options.vgwId && { vgw_id: options.vgwId }),
  };
  return { client, query, window, settings, context };
}

function askedOnce(): (server: ServerChoice) => Promise<ConsoleContext | undefined> {
  let context: Promise<ConsoleContext | undefined> | undefined;
  return (server) => (context ??= contextOf(server));
}

/** Asks the server for what is missing; only then, so that any endpoint of the API will do. */
async function completed(settings: Settings, contextOfServer: Connection['context']) {
  const { project, firewall, logType, server } = settings;
  const hasProject = project !== undefined || server.region !== undefined;
  if (hasProject && firewall !== undefined && logType !== undefined) {
    return { project, firewall, logType };
  }
  const context = await contextOfServer();
  if (context === undefined) {
    throw unnamedFailure(server, {
      project: hasProject,
      firewall: firewall !== undefined,
      logType: logType !== undefined,
    });
  }
  const chosen = chooseFlows(context, { firewall, logType });
  for (const text of chosen.notes) remark(text);
  return { ...chosen, project: project ?? context.project_id };
}
