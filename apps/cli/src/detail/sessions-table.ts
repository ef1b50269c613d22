import type { FlowSessions } from '@cfw-flow/fetch-client';
import type { FlowItem } from '@cfw-flow/types';
import { formatBytes, formatCount, timeFormat } from '../output/quantity.ts';
import {
  type Column,
  columnsOf,
  type FittedTable,
  tableLines,
  tableWidth,
  widthOf,
} from '../output/table.ts';
import { shownTime } from '../query/shown-time.ts';

/** Sessions of an answer: other servers of the API may leave any field out. */
export type Sessions = Partial<FlowSessions<'bigint'>>;

/** A column, and how soon it gets room: those of 0 are always there. */
interface RankedColumn extends Column {
  rank: number;
}

/** Shown for what an answer doesn't have. */
const UNKNOWN = '-';

/**
 * Sessions as an aligned table: the columns that have something to say, in the order of their rank as
 * many as there is room for. That of `item` would say the same in each line.
 */
export function sessionsTable(
  records: readonly Sessions[],
  { item, width, now }: Screen,
): FittedTable {
  const columns = allColumns(records, now).filter(
    ({ title, cells }) => title !== titles[item] && cells.some((cell) => cell !== UNKNOWN),
  );
  const shownColumns = fitting(columns, width);
  const shownTitles = shownColumns.map(({ title }) => title);
  return {
    lines: tableLines(shownColumns, width),
    hidden: columns.map(({ title }) => title).filter((title) => !shownTitles.includes(title)),
  };
}

/** Where sessions are shown. */
export interface Screen {
  /** What their group is of. */
  item: FlowItem;
  /** Columns of the terminal. */
  width: number;
  /** Milliseconds since 1970 UTC: times of this year are shown without it. */
  now: number;
}

/** Title of the column of each item. */
const titles: Partial<Record<FlowItem, string>> = {
  src_ip: 'src_ip',
  dst_ip: 'dst_ip',
  app: 'app',
  dst_host: 'dst_host',
  src_region_name: 'src_region',
  dst_region_name: 'dst_region',
};

function allColumns(records: readonly Sessions[], now: number): RankedColumn[] {
  const column = columnsOf(records);
  const ends = records.map(endOf);
  const formatEnd = timeFormat(ends, now);
  const ranked = (rank: number, ...given: Parameters<typeof column>): RankedColumn => ({
    ...column(...given),
    rank,
  });
  const address = { minWidth: 15, cut: 'middle' } as const;
  const number = { align: 'right' } as const;
  return [
    ranked(0, '#', (record) => String(records.indexOf(record) + 1), number),
    ranked(0, 'src_ip', ({ src_ip }) => src_ip ?? UNKNOWN, address),
    ranked(7, 'src_asset', (record) => assetOf(record, 'src'), { minWidth: 8 }),
    ranked(5, 'src_region', (record) => record.src_region_name ?? UNKNOWN, { minWidth: 10 }),
    ranked(0, 'dst_ip', ({ dst_ip }) => dst_ip ?? UNKNOWN, address),
    ranked(8, 'dst_asset', (record) => assetOf(record, 'dst'), { minWidth: 8 }),
    ranked(6, 'dst_region', (record) => record.dst_region_name ?? UNKNOWN, { minWidth: 10 }),
    ranked(0, 'port', portOf),
    ranked(1, 'app', ({ app }) => app ?? UNKNOWN, { minWidth: 6 }),
    ranked(2, 'dst_host', ({ dst_host }) => dst_host ?? UNKNOWN, { minWidth: 12 }),
    ranked(0, 'sessions', ({ sessions }) => shown(sessions, formatCount), number),
    ranked(0, 'bytes', ({ bytes }) => shown(bytes, formatBytes), number),
    ranked(4, 'request', (record) => shown(record.request_byte, formatBytes), number),
    ranked(4, 'response', (record) => shown(record.response_byte, formatBytes), number),
    ranked(3, 'last seen', (record) => shown(ends[records.indexOf(record)], formatEnd)),
  ];
}

/** The port and its protocol, such as `443 TCP`. */
function portOf({ dst_port, protocol }: Sessions): string {
  return [dst_port, protocol].flatMap((part) => part ?? []).join(' ') || UNKNOWN;
}

/** The name of an asset, or its type where it has none. */
function assetOf(record: Sessions, side: 'src' | 'dst'): string {
  return record[`${side}_device_name`] ?? record[`${side}_associate_instance_type`] ?? UNKNOWN;
}

function endOf({ end_time }: Sessions, index: number): number | undefined {
  const time = end_time ?? undefined;
  return time === undefined ? undefined : shownTime(time, `records[${index}].end_time`);
}

function shown<Value>(value: Value | null | undefined, format: (value: Value) => string): string {
  return value === null || value === undefined ? UNKNOWN : format(value);
}

/** Those of rank 0, and of the other ranks as many as fit; one that is alone in its rank may be cut. */
function fitting(columns: readonly RankedColumn[], width: number): Column[] {
  const chosen = new Map<RankedColumn, Column>();
  const byRank = Map.groupBy(columns, ({ rank }) => rank);
  for (const rank of [...byRank.keys()].toSorted((one, other) => one - other)) {
    const candidates = byRank.get(rank)!;
    const taken = [...chosen.values(), ...candidates].map(widthOf);
    const excess = tableWidth(taken) - width;
    const [first] = candidates;
    if (rank === 0) for (const column of candidates) chosen.set(column, column);
    else if (excess <= 0)
      for (const column of candidates) chosen.set(column, { ...column, minWidth: undefined });
    else if (widthOf(first!) - excess >= (first!.minWidth ?? Infinity)) chosen.set(first!, first!);
  }
  return columns.flatMap((column) => chosen.get(column) ?? []);
}
