import { contextOf } from '../connection/server-context.ts';
import type { Settings } from '../connection/settings.ts';
import { unnamedFailure } from '../connection/unnamed.ts';
import {
  cloudContext,
  type ContextSource,
  type NamedFirewall,
  serverContext,
} from './console-context.ts';
import { Service } from './service.ts';

/** A service, and what can be asked of it. */
interface Reached {
  service: Service;
  context: ContextSource;
}

/**
 * Reaches the service that the settings name.
 *
 * @param rate - maximum number of questions in a second
 * @throws Failure when neither the service nor the settings say which firewalls there are
 */
export async function reachService(settings: Settings, rate: number): Promise<Reached> {
  const { server, credentials, project } = settings;
  const serviceOf = (projectId: string | undefined) =>
    new Service({ server, credentials: credentials?.value, project: projectId, rate });
  const held = await contextOf(server);
  if (held !== undefined) {
    const service = serviceOf(project ?? held.project_id);
    return { service, context: serverContext(service, server.endpoint!) };
  }
  const firewalls = firewallsOf(settings);
  const hasProject = project !== undefined || server.region !== undefined;
  if (firewalls.length === 0 || !hasProject) {
    throw unnamedFailure(server, { project: hasProject, firewall: firewalls.length > 0 });
  }
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
