import { onTestFinished } from 'vitest';
import { openControlServer } from '../control/control-server.ts';
import type { HeldFlows } from '../control/operations.ts';
import { temporaryFolder } from './program.ts';

/** Flows that nothing can be asked of but by the methods given. */
export function heldFlows(methods: Partial<HeldFlows>): HeldFlows {
  const unasked = async () => {
    throw new Error('Nobody should have asked for it.');
  };
  return { status: unasked, firewalls: unasked, verify: unasked, prune: unasked, ...methods };
}

/** Lets other processes ask for flows, through the data directory that it gives, until the test ends. */
export async function served(methods: Partial<HeldFlows>) {
  const directory = await temporaryFolder();
  const server = await openControlServer(heldFlows(methods), directory);
  onTestFinished(() => server.close());
  return { directory, server };
}
