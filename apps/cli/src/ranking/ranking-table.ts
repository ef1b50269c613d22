import type { Item } from '@cfw-flow/types';
import stringWidth from 'string-width';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { formatBytes, formatCount, timeFormat } from '../output/quantity.ts';
import {
  type Column,
  cutTo,
  fittedTable,
  type FittedTable,
  tableLines,
  tableWidth,
  widthOf,
} from '../output/table.ts';
import type { Rank, Ranking } from './ranking.ts';

/** Where a ranking is shown. */
export interface Screen {
  item: Item;
  /** Columns of the terminal. */
  width: number;
  /** Milliseconds since 1970 UTC: times of this year are shown without it. */
  now: number;
}

/** Columns that are always there: the items and their sessions. */
const MIN_COLUMNS = 3;
/** Minimum width of the column of items. */
const MIN_ITEM = 12;
/** Shown for what an answer doesn't have. */
const UNKNOWN = '-';
/** Minimum width of the column of names, types and tags; without that much room it is left out. */
const MIN_ABOUT = 8;
/** Minimum width of the column of applications. */
const MIN_APPS = 10;

/** A ranking as an aligned table; no lines when it has no records. */
export function rankingTable({ records }: Ranking, screen: Screen): FittedTable {
  if (records.length === 0) return { lines: [], hidden: [] };
  const main = mainColumns(records, screen);
  const { hidden: hiddenMain } = fittedTable(main, screen.width, MIN_COLUMNS);
  const columns = main.slice(0, main.length - hiddenMain.length);
  const room = () => screen.width - tableWidth([...columns.map(widthOf), 0]);
  const about = aboutColumn(records);
  if (room() >= MIN_ABOUT && hasText(about)) columns.push(about);
  const apps = appsColumn(records, Math.max(room(), MIN_APPS));
  if (room() >= MIN_APPS && hasText(apps)) columns.push(apps);
  const hidden = [about, apps].filter((column) => hasText(column) && !columns.includes(column));
  return {
    lines: tableLines(columns, screen.width),
    hidden: [...hiddenMain, ...hidden.map(({ title: name }) => name)],
  };
}

/** The columns that come before those of names and applications. */
function mainColumns(records: readonly Rank[], { item: title, now }: Screen): Column[] {
  const time = timeFormat(
    records.map(({ last_time }) => last_time),
    now,
  );
  const cells = (cell: (record: Rank, index: number) => string) => records.map(cell);
  const amounts = (field: 'sessions' | 'request_byte' | 'response_byte') =>
    cells((record) =>
      formatOrUnknown(record[field], field === 'sessions' ? formatCount : formatBytes),
    );
  return [
    { title: '#', cells: cells((_record, index) => String(index + 1)), align: 'right' },
    {
      title,
      cells: cells(({ item = UNKNOWN }) => escapeControlChars(item)),
      minWidth: MIN_ITEM,
    },
    { title: 'sessions', cells: amounts('sessions'), align: 'right' },
    { title: 'request', cells: amounts('request_byte'), align: 'right' },
    { title: 'response', cells: amounts('response_byte'), align: 'right' },
    { title: 'last seen', cells: cells(({ last_time }) => formatOrUnknown(last_time, time)) },
  ];
}

function aboutColumn(records: readonly Rank[]): Column {
  const cells = records.map(({ about }) => escapeControlChars(about.join(', ')));
  return { title: 'about', cells, minWidth: MIN_ABOUT };
}

/** The applications with their sessions where there is room, else some of their names. */
function appsColumn(records: readonly Rank[], room: number): Column {
  const title = 'apps';
  const withCounts = {
    title,
    cells: records.map(({ apps }) => apps.map(appWithCount).join(', ')),
  };
  if (widthOf(withCounts) <= room) return withCounts;
  return { title, cells: records.map(({ apps }) => namesThatFit(apps, room)) };
}

function hasText({ cells }: Column): boolean {
  return cells.some((cell) => cell !== '');
}

function formatOrUnknown<Value>(
  value: Value | undefined,
  format: (value: Value) => string,
): string {
  return value === undefined ? UNKNOWN : format(value);
}

function appName({ key }: Rank['apps'][number]): string {
  return escapeControlChars(key);
}

function appWithCount(app: Rank['apps'][number]): string {
  return `${appName(app)} ${formatCount(app.value)}`;
}

/** As many names as fit; a `…` stands for the others. */
function namesThatFit(apps: Rank['apps'], room: number): string {
  const names = apps.map(appName);
  for (let count = names.length; count > 0; count -= 1) {
    const text = [...names.slice(0, count), ...(count < names.length ? ['…'] : [])].join(', ');
    if (stringWidth(text) <= room) return text;
  }
  return cutTo(names[0] ?? '', room);
}
