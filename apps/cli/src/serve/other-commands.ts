import type { StoreWith } from '@cfw-flow/store';
import { type ControlServer, openControlServer } from '../control/control-server.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { note } from '../output/terminal.ts';

/**
 * Lets the other commands work with the data directory while this server has it open. When that is
 * not possible, the server runs all the same, and says so.
 */
export async function serveOtherCommands(
  store: StoreWith,
  directory: string,
): Promise<ControlServer | undefined> {
  try {
    return await openControlServer(store, directory);
  } catch (error) {
    note(
      `While this server runs, no other command can work with ${escapeControlChars(directory)}: ${(error as Error).message}`,
    );
    return undefined;
  }
}
