import type { QueryWindow } from '@cfw-flow/fetch-client';
import { askedFirewall } from '../connection/asked-firewall.ts';
import type { Connection } from '../connection/connect.ts';
import { formatTime } from '../output/quantity.ts';
import { remark } from '../output/terminal.ts';

/**
 * Why a comparison says little, where a server tells: of a window before its first flow there is
 * nothing, so that all there is now is new, or up.
 */
export async function missingBefore(
  connection: Pick<Connection, 'context' | 'query'>,
  { start_time, end_time }: QueryWindow,
): Promise<string | undefined> {
  const first = (await askedFirewall(connection))?.first_time;
  if (first === undefined || first <= start_time) return undefined;
  const part = first >= end_time ? 'none' : 'only a part';
  return (
    `The flows of this firewall begin at ${formatTime(first)}: ${part} of the window before is there, ` +
    'and what looks new or up may not be. A shorter window, or one to compare with that begins later, compares like with like.'
  );
}

/** Says it on standard error. */
export async function noteMissingBefore(
  connection: Connection,
  before: QueryWindow,
): Promise<void> {
  const why = await missingBefore(connection, before);
  if (why !== undefined) remark(why);
}
