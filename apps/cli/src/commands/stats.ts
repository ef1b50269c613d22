import type { FirewallSummary, StoreStatus } from '@cfw-flow/store';
import { withStoreAdmin } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { counted, formatBytes, formatCount, formatTime } from '../output/quantity.ts';
import { tableLines } from '../output/table.ts';
import { type Piece, print, styled, screenWidth } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow stats`. */
export interface StatsOptions extends StoreOptions {
  json?: boolean;
}

/** What a data directory holds. */
export interface Stats extends StoreStatus {
  /** Earliest and latest `end_time`, milliseconds since 1970 UTC; missing without flows. */
  first_time?: number;
  last_time?: number;
  firewalls: FirewallSummary[];
}

/** Shows what a data directory holds. */
export async function stats({ data = DATA, memory, json }: StatsOptions): Promise<void> {
  let found: Stats | undefined;
  await withStoreAdmin({ data, memory }, async (admin, signal) => {
    const [status, firewalls] = [await admin.status({ signal }), await admin.firewalls({ signal })];
    found = { ...status, ...spanOf(firewalls), firewalls };
  });
  if (found === undefined) throw new Failure('Interrupted.');
  if (json) print(JSON.stringify(found, null, 2));
  else for (const line of statsLines(found, screenWidth())) print(...line);
}

function spanOf(firewalls: readonly FirewallSummary[]): Pick<Stats, 'first_time' | 'last_time'> {
  if (firewalls.length === 0) return {};
  return {
    first_time: Math.min(...firewalls.map((held) => held.first_time)),
    last_time: Math.max(...firewalls.map((held) => held.last_time)),
  };
}

/** What is held, as lines no wider than `width`. */
function statsLines(found: Stats, width: number): (readonly Piece[])[] {
  const { flows, pending, bytes, sources, rejected, first_time, last_time, firewalls } = found;
  const rows: [string, string][] = [['flows', formatCount(flows)]];
  if (first_time !== undefined && last_time !== undefined) {
    rows.push(['span', `${formatTime(first_time)} to ${formatTime(last_time)}`]);
  }
  rows.push(
    ['size', formatBytes(bytes)],
    ['not rolled up', counted(pending, 'flow')],
    ['sources', formatCount(sources)],
    ['rejected', counted(rejected, 'line')],
  );
  const lines: (readonly Piece[])[] = rows.map(([title, text]) => [`${title.padEnd(15)}${text}`]);
  if (firewalls.length === 0) return lines;
  const cells = (cell: (held: FirewallSummary) => string) => firewalls.map(cell);
  const [titles = '', ...table] = tableLines(
    [
      { title: 'firewall', cells: cells((held) => held.fw_instance_id), minWidth: 8 },
      { title: 'flows', cells: cells((held) => formatCount(held.flows)), align: 'right' },
      { title: 'last flow', cells: cells((held) => formatTime(held.last_time)) },
    ],
    width,
  );
  return [...lines, [], [styled('bold', titles)], ...table.map((row) => [row])];
}
