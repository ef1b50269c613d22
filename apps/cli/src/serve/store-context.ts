import type { FlowStore } from '@cfw-flow/store';
import type { ConsoleContext } from '@cfw-flow/types/console';

/** What there is to ask about in a store: its firewalls, and its status. */
export function storeContext(store: FlowStore, projectId: string): () => Promise<ConsoleContext> {
  return async () => {
    const [firewalls, status] = await Promise.all([store.firewalls(), store.status()]);
    return { project_id: projectId, firewalls, status };
  };
}
