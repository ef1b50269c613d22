import { AssetType, Direction, Item, LogType, Order } from '@cfw-flow/fetch-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { browserZone } from '../time/zone.ts';
import {
  changed,
  pages,
  readView,
  selectionOf,
  sessionColumns,
  sortColumns,
  type View,
  writeView,
} from './view.ts';

const firewalls: [FirewallSummary, FirewallSummary] = [
  {
    fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
    flows: 9,
    first_time: 0,
    last_time: 1,
    traffic: [
      { log_type: LogType.NAT, direction: Direction.IN2OUT, flows: 4 },
      { log_type: LogType.INTERNET, direction: Direction.IN2OUT, flows: 3 },
      { log_type: LogType.INTERNET, direction: Direction.OUT2IN, flows: 2 },
    ],
  },
  {
    fw_instance_id: '11111111-2222-4333-8444-555555555555',
    flows: 1,
    first_time: 0,
    last_time: 0,
    traffic: [{ log_type: LogType.VPC, direction: Direction.IN2OUT, flows: 1 }],
  },
];
const ids = firewalls.map(({ fw_instance_id }) => fw_instance_id) as [string, string];
const read = (search: string) => {
  const { view, ignored } = readView(search, firewalls);
  return { view, ignored };
};
const sortBy = <Column extends string>(columns: readonly Column[]) =>
  fc.option(fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }), {
    nil: undefined,
  });
const option = <T>(values: Record<string, T>) =>
  fc.option(fc.constantFrom(...Object.values(values)), { nil: undefined });

const DAY = 86_400_000;
const defaults: View = {
  page: 'overview',
  fw_instance_id: ids[0],
  log_type: LogType.INTERNET,
  direction: undefined,
  asset_type: undefined,
  item: Item.SRC_IP,
  value: undefined,
  order: Order.RECORD,
  time: { last: DAY },
  compare: 'previous',
  zone: browserZone(),
  size: 20,
  sort: undefined,
  filter: undefined,
  open: [],
  openAll: false,
  live: false,
};

describe('the view of a URL', () => {
  it('without a query string is the overview of the busiest firewall, last day', () => {
    expect(read('')).toEqual({ view: defaults, ignored: [] });
  });

  it('starts with the log type that its firewall has most flows of', () => {
    expect(read(`?fw_instance_id=${ids[1]}`).view.log_type).toBe('vpc');
  });

  it('has every choice that the query string names', () => {
    const { view, ignored } = read(
      `?view=detail&fw_instance_id=${ids[1]}&log_type=vpc&direction=out2in&asset_type=private&item=app&value=DNS&order=byte&last=30d&compare=7d&zone=Asia/Shanghai&size=77&sort=-change&filter=d&open=a&open=b,c&open_all=1&session_sort=-end_time&live=1`,
    );
    expect(ignored).toEqual([]);
    expect(view).toEqual({
      page: 'detail',
      fw_instance_id: ids[1],
      log_type: 'vpc',
      direction: 'out2in',
      asset_type: 'private',
      item: 'app',
      value: 'DNS',
      order: 'byte',
      time: { last: 30 * DAY },
      compare: { last: 7 * DAY },
      zone: 'Asia/Shanghai',
      size: 77,
      sort: { column: 'change', descending: true },
      filter: 'd',
      open: ['a', 'b,c'],
      session_sort: { column: 'end_time', descending: true },
      openAll: true,
      live: true,
    });
  });

  it('prefers a start and an end to a time back from now, as the API does', () => {
    const { view } = read('?last=1h&start_time=1000&end_time=2000');
    expect(view.time).toEqual({ start_time: 1000, end_time: 2000 });
  });

  it.each([
    ['fw_instance_id', '00000000-0000-0000-0000-000000000000'],
    ['log_type', 'INTERNET'],
    ['direction', 'both'],
    ['asset_type', ''],
    ['item', 'constructor'],
    ['view', 'table'],
    ['last', '3'],
    ['compare', 'before'],
    ['order', 'packets'],
    ['zone', 'Mars/Olympus'],
    ['compare_start_time', '1000'],
    ['size', '0'],
    ['size', '1001'],
    ['size', '1e2'],
    ['sort', '--item'],
    ['sort', 'packets'],
    ['session_sort', 'packets'],
    ['session_sort', '-change'],
    ['session_sort', ''],
    ['filter', ''],
    ['open_all', '2'],
    ['live', 'yes'],
    ['start_time', '-1'],
    ['start_time', '1000'],
    ['end_time', '8640000000000001'],
    ['end_time', '99999999999999999999'],
  ])('falls back and says so when %s is %j', (name, value) => {
    const { view, ignored } = read(`?${name}=${value}`);
    expect(view).toEqual(defaults);
    expect(ignored).toEqual([{ name, value }]);
  });

  it('stands still when its window is one of its own', () => {
    expect(read('?start_time=1000&end_time=2000&live=1').view.live).toBe(false);
  });

  it('falls back to the time back from now when the start is not before the end', () => {
    const { view, ignored } = read('?last=1h&start_time=2000&end_time=2000');
    expect(view.time).toEqual({ last: 3_600_000 });
    expect(ignored.map(({ name }) => name)).toEqual(['start_time', 'end_time']);
  });

  it('is the same after it was written and read', () => {
    const last = fc.integer({ min: 1, max: 99_999 }).map((minutes) => ({ last: minutes * 60_000 }));
    const time = fc.date({ min: new Date(0), noInvalidDate: true }).map(Number);
    const span = fc
      .tuple(time, time)
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => ({ start_time: Math.min(a, b), end_time: Math.max(a, b) }));
    const views = fc
      .record({
        page: fc.constantFrom(...pages.filter((page) => page !== 'detail')),
        fw_instance_id: fc.constantFrom(...ids),
        log_type: fc.constantFrom(...Object.values(LogType)),
        direction: option(Direction),
        asset_type: option(AssetType),
        item: fc.constantFrom(...Object.values(Item)),
        value: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        order: fc.constantFrom(...Object.values(Order)),
        time: fc.oneof(last, span),
        compare: fc.oneof(fc.constant('previous' as const), last, span),
        zone: fc.constantFrom('UTC', 'Asia/Shanghai', browserZone()),
        size: fc.integer({ min: 1, max: 1000 }),
        session_sort: sortBy(sessionColumns),
        sort: sortBy(sortColumns),
        filter: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        open: fc.array(fc.string()),
        openAll: fc.boolean(),
        live: fc.boolean(),
      })
      .map((view) => changed(view, {}));
    fc.assert(
      fc.property(views, (view) => {
        expect(read(writeView(view))).toEqual({ view, ignored: [] });
      }),
    );
  });
});

describe('a detail', () => {
  it('without a group is the ranking of its item', () => {
    expect(read('?view=detail&item=app').view).toMatchObject({ page: 'item', item: 'app' });
  });
});

describe('a changed view', () => {
  const looked: View = {
    ...defaults,
    sort: { column: 'change', descending: true },
    filter: 'a',
    open: ['b'],
    openAll: true,
  };

  it('of another item says nothing of how the one before was looked through', () => {
    expect(changed(looked, { item: 'app' })).toEqual({ ...defaults, item: 'app' });
    expect(changed(looked, { item: 'app', filter: 'c' }).filter).toBe('c');
  });

  it('of a window of its own is not live any more', () => {
    const live = { ...looked, live: true };
    expect(changed(live, { time: { start_time: 1, end_time: 2 } }).live).toBe(false);
    expect(changed(live, { time: { last: DAY } }).live).toBe(true);
  });

  it('of the same item keeps that', () => {
    expect(changed(looked, { item: looked.item, size: 50 })).toEqual({ ...looked, size: 50 });
  });
});

describe('the selection of a view', () => {
  it('is what every operation is asked, and nothing of the page', () => {
    expect(selectionOf({ ...defaults, direction: Direction.IN2OUT })).toEqual({
      fw_instance_id: ids[0],
      log_type: 'internet',
      direction: 'in2out',
    });
  });
});
