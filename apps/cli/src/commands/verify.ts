import type { Verification } from '@cfw-flow/store';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { verificationLines } from '../output/verification-lines.ts';
import { withStoreAdmin } from '../store/data-directory.ts';
import type { StoreOptions } from '../store/open-store.ts';
import { compareRollups, rollupsDiffer } from '../store/verification.ts';

/** Options of `cfw-flow verify`. */
export interface VerifyOptions extends StoreOptions {
  json?: boolean;
}

/**
 * Compares the rollups of a data directory with its flows.
 *
 * @throws {@link Failure} when they differ
 */
export async function verify({ data = DATA, memory, json }: VerifyOptions): Promise<void> {
  let found: Verification | undefined;
  const interrupted = await withStoreAdmin({ data, memory }, async (admin, signal) => {
    found = await compareRollups(admin, signal);
  });
  if (interrupted || found === undefined) {
    throw new Failure('Interrupted, before all was compared. Nothing was changed.');
  }
  if (found.flows + found.pending + found.sums === 0) {
    throw new Failure(
      `The data directory ${escapeControlChars(data)} holds no flows, so there is nothing to compare. Check --data.`,
    );
  }
  if (json) print(JSON.stringify(found, null, 2));
  else for (const line of verificationLines(found, screenWidth())) print(...line);
  if (found.differing > 0) throw rollupsDiffer(found.differing, data);
}
