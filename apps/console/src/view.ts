import {
  AssetType,
  Direction,
  Item,
  LogType,
  Range,
  type ListFlowStatisticQuery,
} from '@cfw-flow/fetch-client';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { flowsByLogType } from './context.ts';

/** When: a range back from now, or a span of its own, in milliseconds since 1970 UTC. */
export type Time = { range: Range } | { start_time: number; end_time: number };

/** All that the reader has chosen. The URL's query string holds it, under the names of the wire. */
export interface View {
  fw_instance_id: string;
  log_type: LogType;
  /** Both directions when absent. */
  direction?: Direction | undefined;
  /** All assets when absent. */
  asset_type?: AssetType | undefined;
  item: Item;
  time: Time;
  size: number;
  /** Ask again every few seconds. */
  live: boolean;
}

/** A value in the URL that can't be used. */
export interface Ignored {
  name: string;
  value: string;
}

/** Numbers of records on offer; the URL may ask for any other from 1 to 1000. */
export const sizes = [5, 10, 50, 100, 1000];
const MAX_SIZE = 1000;

/**
 * What a query string asks for. Where it says nothing, or something that can't be used, the
 * default stands in, and what could not be used is named. The default firewall is the first, the
 * default log type the one that it has most flows of.
 */
export function readView(
  search: string,
  firewalls: readonly [FirewallSummary, ...FirewallSummary[]],
): { view: View; firewall: FirewallSummary; ignored: Ignored[] } {
  const parameters = new URLSearchParams(search);
  const ignored: Ignored[] = [];

  function read<T>(name: string, parse: (value: string) => T | undefined): T | undefined {
    const value = parameters.get(name);
    if (value === null) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) ignored.push({ name, value });
    return parsed;
  }

  const firewall =
    read('fw_instance_id', (id) => firewalls.find(({ fw_instance_id }) => fw_instance_id === id)) ??
    firewalls[0];
  const [busiest] = flowsByLogType(firewall);
  const view: View = {
    fw_instance_id: firewall.fw_instance_id,
    log_type: read('log_type', oneOf(Object.values(LogType))) ?? busiest?.[0] ?? LogType.INTERNET,
    direction: read('direction', oneOf(Object.values(Direction))),
    asset_type: read('asset_type', oneOf(Object.values(AssetType))),
    item: read('item', oneOf(Object.values(Item))) ?? Item.SRC_IP,
    time: { range: read('range', oneOf(Object.values(Range))) ?? Range.LAST_DAY },
    size: read('size', wholeNumber(1, MAX_SIZE)) ?? sizes[0]!,
    live: read('live', oneOf([1])) === 1,
  };

  const timestamp = wholeNumber(0, Number.MAX_SAFE_INTEGER);
  const start_time = read('start_time', timestamp);
  const end_time = read('end_time', timestamp);
  if (start_time !== undefined && end_time !== undefined && start_time < end_time) {
    view.time = { start_time, end_time };
  } else {
    // Times that are no good together; those that are no good alone are named already.
    if (start_time !== undefined) ignored.push({ name: 'start_time', value: `${start_time}` });
    if (end_time !== undefined) ignored.push({ name: 'end_time', value: `${end_time}` });
  }
  return { view, firewall, ignored };
}

/** The query string of a view, which {@link readView} reads back. */
export function writeView(view: View): string {
  const { time, live, ...rest } = view;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...rest, ...time, live: live ? 1 : undefined })) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return `?${parameters}`;
}

/** What to ask the API for a view. */
export function queryOf(view: View): ListFlowStatisticQuery {
  const { fw_instance_id, log_type, direction, asset_type, item, time, size } = view;
  return { fw_instance_id, log_type, direction, asset_type, item, ...time, size };
}

const oneOf =
  <T extends string | number>(values: readonly T[]) =>
  (text: string): T | undefined =>
    values.find((value) => String(value) === text);

const wholeNumber = (least: number, greatest: number) => (text: string) => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= greatest ? value : undefined;
};
