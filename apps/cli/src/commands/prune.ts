import { withStoreAdmin } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { unlessInterrupted } from '../interrupt.ts';
import { canAsk, confirm } from '../output/confirm.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import {
  aheadInWords,
  dayInWords,
  findOldFlows,
  type OldFlows,
  removalInWords,
  removeOld,
} from '../store/old-flows.ts';
import { print, screenWidth } from '../output/terminal.ts';
import { wrapTo } from '../output/wrap.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow prune`. */
export interface PruneOptions extends StoreOptions {
  /** Whole days (UTC) whose flows stay, besides today. */
  keepDays: number;
  /** Whether it is only said what would be removed. */
  dryRun?: boolean;
  /** Whether it is not asked before. */
  yes?: boolean;
}

/** Removes the flows of a data directory that are too old, once, when a person agrees or said so before. */
export async function prune(options: PruneOptions): Promise<void> {
  const { keepDays, data = DATA, memory, dryRun, yes } = options;
  const interrupted = await withStoreAdmin({ data, memory }, async (admin, signal) => {
    const now = Date.now();
    const old = await unlessInterrupted(findOldFlows(admin, keepDays, now), signal);
    // Where it isn't known, there may be some.
    const { earliest = 0, before } = old;
    if (dryRun) {
      const counting = old.ahead ? ` ${aheadInWords(old.ahead)}.` : '';
      const outcome =
        earliest < before
          ? `${oldInWords(old)} would be removed.`
          : `No flow ended before ${dayInWords(before)} (UTC): nothing would be removed.`;
      printWrapped(outcome + counting);
      return;
    }
    if (earliest < before && !yes && !(await isAgreed(old, data, signal))) {
      print('Nothing was removed.');
      return;
    }
    const removal = await unlessInterrupted(removeOld(admin, keepDays, now), signal);
    printWrapped(`${removalInWords(removal)}.`);
  });
  if (interrupted) {
    throw new Failure(
      'Interrupted: all is removed, or nothing. The same command makes sure of it.',
    );
  }
}

/** @throws {@link Failure} when there is nobody to ask */
async function isAgreed(old: OldFlows, data: string, signal: AbortSignal): Promise<boolean> {
  const counting = old.ahead ? ` (${aheadInWords(old.ahead)})` : '';
  const what = `${oldInWords(old)}${counting}, in ${escapeControlChars(data)},`;
  if (canAsk()) return confirm(`${what} are removed for good. Go on?`, signal);
  throw new Failure(
    `${what} would be removed for good. --yes removes them without a question, --dry-run only says what would be.`,
    ExitCode.USAGE,
  );
}

function oldInWords({ before, earliest = 0 }: OldFlows): string {
  return `Flows that ended before ${dayInWords(before)} (UTC)${earliestInWords(earliest)}`;
}

function printWrapped(text: string): void {
  for (const line of wrapTo(text, screenWidth())) print(line);
}

function earliestInWords(earliest: number): string {
  return earliest === 0 ? '' : `, the earliest on ${dayInWords(earliest)}`;
}
