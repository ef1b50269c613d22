import { onTestFinished } from 'vitest';
import { openControlServer } from '../control/control-server.ts';
import { type StoreAdmin, operations } from '../control/store-admin.ts';
import { temporaryFolder } from './program.ts';

/**
 * Serves the methods given to other processes until the test ends, by the data directory that it
 * returns. All other methods fail.
 */
export async function serveStoreAdmin(methods: Partial<StoreAdmin>) {
  const directory = await temporaryFolder();
  const unexpected = async () => {
    throw new Error('Nobody should have called it.');
  };
  const failing = Object.fromEntries(Object.keys(operations).map((name) => [name, unexpected]));
  const admin = { ...failing, ...methods } as StoreAdmin;
  const server = await openControlServer(admin, directory);
  onTestFinished(() => server.close());
  return { directory, server };
}
