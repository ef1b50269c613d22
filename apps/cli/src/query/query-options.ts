import type { AssetType, Direction, LogType } from '@cfw-flow/types';
import { ExitCode, Failure } from '../failure.ts';
import { type RangeName, rangeOf } from '../options.ts';
import { formatTime } from '../output/quantity.ts';
import type { TokenOptions } from '../token.ts';

/** Options of all commands that ask a server: which flows, and which server. */
export interface QueryOptions extends TokenOptions {
  logType: LogType;
  range: RangeName;
  /** Milliseconds since 1970 UTC. */
  from?: number;
  /** Milliseconds since 1970 UTC. */
  to?: number;
  direction?: Direction;
  assetType?: AssetType;
  vgwId?: string[];
  explain?: boolean;
  json?: boolean;
  endpoint: string;
  project: string;
  firewall: string;
}

/**
 * What is asked of every operation, under the names of the wire.
 *
 * @throws {@link Failure} when the window is none
 */
export function sharedQuery(options: QueryOptions) {
  return {
    fw_instance_id: options.firewall,
    log_type: options.logType,
    ...windowQuery(options),
    ...(options.direction && { direction: options.direction }),
    ...(options.assetType && { asset_type: options.assetType }),
    ...(options.vgwId && { vgw_id: options.vgwId }),
  };
}

function windowQuery({ from, to, range }: QueryOptions) {
  if (from === undefined && to === undefined) return { range: rangeOf(range) };
  if (from === undefined || to === undefined) {
    throw new Failure('--from and --to go together: give both, or a --range.', ExitCode.USAGE);
  }
  if (from >= to) throw new Failure('--from is not before --to.', ExitCode.USAGE);
  return { start_time: from, end_time: to };
}

/**
 * The window of an answer in words.
 *
 * @param start - milliseconds since 1970 UTC, as far as the answer has it
 * @param end - milliseconds since 1970 UTC, as far as the answer has it
 */
export function windowText(
  { from, to, range }: QueryOptions,
  start: number | undefined = from,
  end: number | undefined = to,
): string {
  if (start === undefined || end === undefined) return `window last ${range}`;
  return `window ${formatTime(start)} to ${formatTime(end)}`;
}
