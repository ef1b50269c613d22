import { once } from 'node:events';
import type { ConsoleContext } from '@cfw-flow/types/console';
import { type AtEnd, withCleanup } from '../cleanup.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { fetchServerContext } from '../connection/server-context.ts';
import { type Settings, settingsOf } from '../connection/settings.ts';
import { ExitCode, Failure } from '../failure.ts';
import { unlessInterrupted, untilInterrupted } from '../interrupt.ts';
import { print, styled } from '../output/terminal.ts';
import {
  cloudContext,
  type ContextSource,
  type NamedFirewall,
  serverContext,
} from '../proxy/console-context.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import { Service } from '../proxy/service.ts';
import { checkPort, listen } from '../serve/listening.ts';

/** Options of `cfw-flow console`. */
export interface ConsoleOptions extends ConnectionOptions {
  port: number;
  /** Maximum number of questions in a second. */
  rate: number;
}

/** Serves the console for another service, whose credentials stay here, until it is interrupted. */
export async function openConsole(options: ConsoleOptions): Promise<void> {
  const { port, rate } = options;
  const settings = await settingsOf(options);
  await checkPort(port);
  await untilInterrupted((signal) =>
    withCleanup(async (atEnd) => {
      const { service, context } = await reach(settings, rate);
      // Wrong credentials, a wrong clock and a wrong firewall are better reported here than on a page.
      const known = await unlessInterrupted(context.read(), signal);
      greet(known, await start(service, context, port, atEnd));
      if (!signal.aborted) await once(signal, 'abort');
    }),
  );
}

interface Reached {
  service: Service;
  context: ContextSource;
}

/** @throws {@link Failure} when the service says less than a console needs, and nobody else does */
async function reach(settings: Settings, rate: number): Promise<Reached> {
  const { server, credentials, project } = settings;
  const serviceOf = (projectId: string | undefined) =>
    new Service({ server, credentials: credentials?.value, project: projectId, rate });
  if (server.endpoint !== undefined && server.region === undefined) {
    const held = await fetchServerContext(server.endpoint);
    if (held !== undefined) {
      const service = serviceOf(project ?? held.project_id);
      return { service, context: serverContext(service, server.endpoint) };
    }
  }
  const firewalls = firewallsOf(settings);
  const hasProject = project !== undefined || server.region !== undefined;
  if (firewalls.length === 0 || !hasProject) throw missing(settings, firewalls, hasProject);
  const service = serviceOf(project);
  return { service, context: cloudContext(service, firewalls) };
}

/** The firewall that was chosen, and those of the profile. */
function firewallsOf({ firewall, firewalls }: Settings): NamedFirewall[] {
  const named = Object.entries(firewalls).map(([name, id]) => ({ id, name }));
  const chosen = named.find(({ id }) => id === firewall);
  if (firewall === undefined || chosen !== undefined) {
    return named.toSorted((one, other) => Number(other === chosen) - Number(one === chosen));
  }
  return [{ id: firewall, name: undefined }, ...named];
}

function missing(
  { server }: Settings,
  firewalls: readonly NamedFirewall[],
  hasProject: boolean,
): Failure {
  const options = [
    ...(hasProject ? [] : ['  --project ID (or CFW_FLOW_PROJECT)']),
    ...(firewalls.length > 0 ? [] : ['  --firewall ID (or CFW_FLOW_FIREWALL)']),
  ];
  const where = server.region === undefined ? server.endpoint : 'The cloud';
  return new Failure(
    `${where} does not say which firewalls it has. Give these, too:\n${options.join('\n')}`,
    ExitCode.USAGE,
  );
}

async function start(
  service: Service,
  context: ContextSource,
  port: number,
  atEnd: AtEnd,
): Promise<{ url: string; hasConsole: boolean }> {
  const { server, hasConsole } = await createProxyServer(service, context);
  atEnd(() => server.close());
  return { url: await listen(server, port), hasConsole };
}

function greet(
  { firewalls, service }: ConsoleContext,
  { url, hasConsole }: { url: string; hasConsole: boolean },
): void {
  print(`Asking ${service?.endpoint}`);
  for (const { fw_instance_id: id, name, traffic } of firewalls) {
    const types = [...new Set(traffic.map(({ log_type }) => log_type))];
    print(
      `Firewall ${name === undefined ? id : `${name} (${id})`}: ${types.join(', ') || 'no flows in the last seven days'}`,
    );
  }
  print();
  print('  ', styled('bold', 'Console'), '  ', styled('cyan', `${url}/`));
  if (!hasConsole) print('           (not built yet: open it to see how)');
  print();
  print(styled('dim', 'Ctrl+C ends it.'));
}
