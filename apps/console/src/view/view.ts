import { AssetType, Direction, FlowItem, Item, LogType, Order } from '@cfw-flow/fetch-client';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { busiestFirst, flowsByLogType } from '../api/context.ts';
import { parseDuration, writeDuration } from '../time/duration.ts';
import type { Time } from '../time/span.ts';
import { browserZone, isZone } from '../time/zone.ts';
import { parseSort, type Sort, writeSort } from './sort.ts';

/** What the page shows: all at once, regions on a map, the ranking of one item, or one group of it. */
export const pages = ['overview', 'map', 'item', 'detail'] as const;

/** One of {@link pages}. */
export type PageName = (typeof pages)[number];

/** The window that another one is held against: so many milliseconds earlier, or one of its own. */
export type Compare = 'previous' | Time;

/** Columns that a ranking can be sorted by. */
export const sortColumns = [
  'item',
  'sessions',
  'bytes',
  'request_byte',
  'response_byte',
  'change',
  'last_time',
] as const;

/** One of {@link sortColumns}. */
export type SortColumn = (typeof sortColumns)[number];

/** Columns that the sessions of a group can be sorted by. */
export const sessionColumns = [
  ...Object.values(FlowItem),
  'sessions',
  'request_byte',
  'response_byte',
  'end_time',
] as const;

/** One of {@link sessionColumns}. */
export type SessionColumn = (typeof sessionColumns)[number];

/** All that the reader has chosen. The URL's query string holds it, under the names of the wire. */
export interface View {
  page: PageName;
  fw_instance_id: string;
  log_type: LogType;
  /** Both directions when absent. */
  direction?: Direction | undefined;
  /** All assets when absent. */
  asset_type?: AssetType | undefined;
  item: Item;
  /** The group whose detail is shown, one of the item. */
  value?: string | undefined;
  /** What rankings are by. */
  order: Order;
  time: Time;
  compare: Compare;
  /** Zone in which times are shown and typed. */
  zone: string;
  size: number;
  /** How the sessions of a group are sorted, if not as they are answered. */
  session_sort?: Sort<SessionColumn> | undefined;
  /** How the records shown are sorted, if not by what they are ranked by. */
  sort?: Sort<SortColumn> | undefined;
  /** Text that the records shown have. */
  filter?: string | undefined;
  /** Records that are open; with `openAll`, those that are not. */
  open: readonly string[];
  openAll: boolean;
  /** Ask again every few seconds. */
  live: boolean;
}

/** A value in the URL that can't be used. */
export interface Ignored {
  name: string;
  value: string;
}

/** Most groups of a ranking that an answer has. */
export const maxSize = 1000;
/** Numbers of records on offer; the URL may ask for any other from 1 to 1000. */
export const sizes = [20, 50, 100, maxSize];
const DAY = 86_400_000;

/**
 * What a query string asks for. Where it says nothing, or something that can't be used, the
 * default stands in, and what could not be used is named. The default firewall is the busiest, the
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

  /** Two times that are a span together; those that are no good alone are named already. */
  function readSpan(startName: string, endName: string): Time | undefined {
    const [start_time, end_time] = [read(startName, timestamp), read(endName, timestamp)];
    if (start_time !== undefined && end_time !== undefined && start_time < end_time) {
      return { start_time, end_time };
    }
    if (start_time !== undefined) ignored.push({ name: startName, value: `${start_time}` });
    if (end_time !== undefined) ignored.push({ name: endName, value: `${end_time}` });
    return undefined;
  }

  const firewall =
    read('fw_instance_id', (id) => firewalls.find(({ fw_instance_id }) => fw_instance_id === id)) ??
    busiestFirst(firewalls)[0]!;
  const [busiest] = flowsByLogType(firewall);
  const last = read('last', parseDuration);
  const before = read('compare', parseDuration);
  const time = readSpan('start_time', 'end_time') ?? { last: last ?? DAY };
  const view: View = {
    page: read('view', oneOf(pages)) ?? 'overview',
    fw_instance_id: firewall.fw_instance_id,
    log_type: read('log_type', oneOf(Object.values(LogType))) ?? busiest?.[0] ?? LogType.INTERNET,
    direction: read('direction', oneOf(Object.values(Direction))),
    asset_type: read('asset_type', oneOf(Object.values(AssetType))),
    item: read('item', oneOf(Object.values(Item))) ?? Item.SRC_IP,
    value: read('value', (value) => value || undefined),
    order: read('order', oneOf(Object.values(Order))) ?? Order.RECORD,
    time,
    compare:
      readSpan('compare_start_time', 'compare_end_time') ??
      (before === undefined ? 'previous' : { last: before }),
    zone: read('zone', (zone) => (isZone(zone) ? zone : undefined)) ?? browserZone(),
    size: read('size', wholeNumber(1, maxSize)) ?? sizes[0]!,
    session_sort: read('session_sort', (text) => parseSort(sessionColumns, text)),
    sort: read('sort', (text) => parseSort(sortColumns, text)),
    filter: read('filter', (filter) => filter || undefined),
    open: parameters.getAll('open'),
    openAll: read('open_all', oneOf([1])) === 1,
    live: read('live', oneOf([1])) === 1 && 'last' in time,
  };
  if (view.page === 'detail' && view.value === undefined) view.page = 'item';
  return { view, firewall, ignored };
}

/**
 * A view with some of it changed. How one ranking was looked through says nothing of another, and a
 * window of its own stands still.
 */
export function changed(view: View, changes: Partial<View>): View {
  const isOther = changes.item !== undefined && changes.item !== view.item;
  const afresh = { sort: undefined, filter: undefined, open: [], openAll: false };
  const next = { ...view, ...(isOther && afresh), ...changes };
  return { ...next, live: next.live && 'last' in next.time };
}

/** The query string of a view, which {@link readView} reads back. */
export function writeView(view: View): string {
  const { page, time, compare, zone, session_sort, sort, open, openAll, live, ...rest } = view;
  const parameters = new URLSearchParams();
  const written = {
    view: page,
    ...rest,
    ...('last' in time ? { last: writeDuration(time.last) } : time),
    ...writeCompare(compare),
    zone: zone === browserZone() ? undefined : zone,
    session_sort: session_sort && writeSort(session_sort),
    sort: sort && writeSort(sort),
    open_all: openAll ? 1 : undefined,
    live: live ? 1 : undefined,
  };
  for (const [name, value] of Object.entries(written)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  for (const key of open) parameters.append('open', key);
  return `?${parameters}`;
}

function writeCompare(compare: Compare): Record<string, string | number> {
  if (compare === 'previous') return {};
  if ('last' in compare) return { compare: writeDuration(compare.last) };
  return { compare_start_time: compare.start_time, compare_end_time: compare.end_time };
}

/** Which flows a view is about, but for their time: what every operation is asked. */
export function selectionOf({ fw_instance_id, log_type, direction, asset_type }: View) {
  return {
    fw_instance_id,
    log_type,
    ...(direction && { direction }),
    ...(asset_type && { asset_type }),
  };
}

const oneOf =
  <T extends string | number>(values: readonly T[]) =>
  (text: string): T | undefined =>
    values.find((value) => String(value) === text);

const wholeNumber = (least: number, greatest: number) => (text: string) => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= greatest ? value : undefined;
};

/** The API takes later times, too, but there are no dates for them. */
const lastDate = 8.64e15;
const timestamp = wholeNumber(0, lastDate);
