import type { Connection } from '../connection/connect.ts';
import { windowEnd } from '../connection/asked-window.ts';
import { type Piece, screenWidth } from '../output/terminal.ts';
import { ratesLine } from './rates-line.ts';
import { averageOf, readTrend } from './trend.ts';

/** Milliseconds for which an answer is waited for that only goes with another one. */
const patience = 5000;

const gloss = ' on average';

/** Columns of a terminal that has room for it. */
const minWidth = 60;

/**
 * The traffic of the window in a line, to go with another answer; undefined where no terminal has room
 * for it, there is no traffic, or no answer in time.
 *
 * @param signal - ends it, when the other answer fails
 */
export async function trafficLine(
  { client, query, window }: Connection,
  signal: AbortSignal,
): Promise<Piece[] | undefined> {
  if (!process.stdout.isTTY || screenWidth() < minWidth) return undefined;
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  const parts = await client
    .showFlowTrend(query, { signal: inTime })
    .then((data) => readTrend(data, windowEnd(window)))
    .catch(() => []);
  const shown = { in_bps: averageOf(parts, 'in_bps'), out_bps: averageOf(parts, 'out_bps') };
  if (!(shown.in_bps > 0 || shown.out_bps > 0)) return undefined;
  return [...ratesLine({ parts, shown, width: screenWidth() - gloss.length }), gloss];
}
