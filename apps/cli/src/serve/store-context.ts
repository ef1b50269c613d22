import type { FlowStore } from '@cfw-flow/store';
import type { ConsoleContext } from '@cfw-flow/types/console';

/** What the console is told beside what the store holds. */
export interface ContextOptions {
  /** Names of firewalls by their ids. */
  firewallNames?: ReadonlyMap<string, string> | undefined;
  /** Folders whose logs are followed. */
  followed?: readonly string[] | undefined;
}

/** What there is to ask about in a store: its firewalls, and its status. */
export function storeContext(
  store: FlowStore,
  projectId: string,
  { firewallNames, followed }: ContextOptions = {},
): () => Promise<ConsoleContext> {
  return async () => {
    const [firewalls, status] = await Promise.all([store.firewalls(), store.status()]);
    const named = firewalls.map((firewall) => {
      const name = firewallNames?.get(firewall.fw_instance_id);
      return { ...firewall, ...(name !== undefined && { name }) };
    });
    return {
      project_id: projectId,
      firewalls: named,
      status,
      ...(followed !== undefined && { followed: [...followed] }),
    };
  };
}
