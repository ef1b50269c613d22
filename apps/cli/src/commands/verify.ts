import type { Difference, Verification } from '@cfw-flow/store';
import stringWidth from 'string-width';
import type { StoreAdmin } from '../control/store-admin.ts';
import { withStoreAdmin } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatCount, formatSeconds, formatTime } from '../output/quantity.ts';
import { type Column, tableLines } from '../output/table.ts';
import { type Piece, print, styled } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

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
    found = await compare(admin, signal);
  });
  if (interrupted || found === undefined) {
    throw new Failure('Interrupted, before all was compared. Nothing was changed.');
  }
  if (found.flows + found.pending + found.sums === 0) {
    throw new Failure(`The data directory ${data} holds no flows, so there is nothing to compare.`);
  }
  if (json) print(JSON.stringify(found, null, 2));
  else
    for (const line of verificationLines(found, process.stdout.columns ?? Infinity)) print(...line);
  if (found.differing > 0) throw differ(found.differing, data);
}

/** The failure that so many sums differ. */
export function differ(differing: number, data: string): Failure {
  return new Failure(
    `${counted(differing, 'sum')} of the rollups in ${data} ${differing === 1 ? 'differs' : 'differ'} from the flows: the data are damaged,\n` +
      'and answers about those times may be wrong. Take the logs into a new data directory, and\n' +
      'please report it, with what may have damaged them.',
  );
}

/** Thousandths: a share that a bar can count. */
const WHOLE = 1000;

/** Verifies, and shows how far it is. */
export async function compare(admin: StoreAdmin, signal: AbortSignal): Promise<Verification> {
  const progress = showProgress({
    title: 'Verifying',
    total: WHOLE,
    describe: (_done, seconds) => formatSeconds(seconds),
  });
  try {
    return await admin.verify({
      signal,
      onProgress: (share) => progress.update(Math.floor(share * WHOLE)),
    });
  } finally {
    progress.stop();
  }
}

type Line = readonly Piece[];

/** Differences that are shown; `--json` has more. */
const SHOWN = 20;

/** What was compared, and what differs, as lines no wider than `width` but for long names. */
export function verificationLines(found: Verification, width: number): Line[] {
  const { flows, pending, sums, differing, differences } = found;
  const lines: Line[] = [
    [`${counted(flows, 'flow')} compared with ${counted(sums, 'sum')} of the rollups`],
  ];
  if (pending > 0) {
    const verb = pending === 1 ? 'waits' : 'wait';
    lines.push([
      `${counted(pending, 'flow')} ${verb} to be rolled up: answers read the flows themselves`,
    ]);
  }
  if (differing === 0) return [...lines, [styled('green', 'all equal')]];
  const [titles = '', ...rows] = differenceLines(differences.slice(0, SHOWN), width);
  lines.push([], [styled('bold', titles)], ...rows.map((row) => [row]));
  const more = differing - Math.min(SHOWN, differences.length);
  if (more > 0) lines.push([styled('dim', `… and ${formatCount(more)} more`)]);
  return lines;
}

/** What is in a sum stands below its numbers, since it is long. */
function differenceLines(differences: readonly Difference[], width: number): string[] {
  const column = (
    title: string,
    cell: (difference: Difference) => string,
    rest: Omit<Column, 'title' | 'cells'> = {},
  ): Column => ({ title, cells: differences.map(cell), ...rest });
  const table = tableLines(
    [
      column('rollup', ({ rollup }) => rollup, { minWidth: 20 }),
      column('from', ({ start }) => formatTime(start)),
      column('rolled up', ({ rolledUp }) => formatCount(rolledUp), { align: 'right' }),
      column('counted', ({ counted: flows }) => formatCount(flows), { align: 'right' }),
    ],
    width,
  );
  return table.flatMap((line, place) =>
    place === 0 ? [line] : [line, ...keyLines(differences[place - 1]!.key, width)],
  );
}

const INDENT = '  ';

/** A key on as many lines as it takes: all of it is needed to find the place. */
function keyLines(key: string, width: number): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const part of escapeControlChars(key).split(/(?<=, )/)) {
    if (line !== INDENT && stringWidth(line + part.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = INDENT;
    }
    line += part;
  }
  return [...lines, line];
}
