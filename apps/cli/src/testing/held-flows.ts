import { onTestFinished } from 'vitest';
import { openControlServer } from '../control/control-server.ts';
import { type HeldFlows, operations } from '../control/operations.ts';
import { temporaryFolder } from './program.ts';

/**
 * Lets other processes ask for flows, until the test ends: by the data directory that it gives, and
 * for nothing but the methods given.
 */
export async function served(methods: Partial<HeldFlows>) {
  const directory = await temporaryFolder();
  const unasked = async () => {
    throw new Error('Nobody should have asked for it.');
  };
  const none = Object.fromEntries(Object.keys(operations).map((name) => [name, unasked]));
  const flows = { ...none, ...methods } as HeldFlows;
  const server = await openControlServer(flows, directory);
  onTestFinished(() => server.close());
  return { directory, server };
}
