import { AssetType, Direction, Item, LogType, Range } from '@cfw-flow/fetch-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { queryOf, readView, writeView, type View } from './view.ts';

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
const option = <T>(values: Record<string, T>) =>
  fc.option(fc.constantFrom(...Object.values(values)), { nil: undefined });

const defaults: View = {
  fw_instance_id: ids[0],
  log_type: LogType.INTERNET,
  direction: undefined,
  asset_type: undefined,
  item: Item.SRC_IP,
  time: { range: Range.LAST_DAY },
  size: 5,
  live: false,
};

describe('the view of a URL', () => {
  it('without a query string is the source addresses of the first firewall, last day', () => {
    expect(read('')).toEqual({ view: defaults, ignored: [] });
  });

  it('starts with the log type that its firewall has most flows of', () => {
    expect(read(`?fw_instance_id=${ids[1]}`).view.log_type).toBe('vpc');
  });

  it('has every choice that the query string names', () => {
    const { view, ignored } = read(
      `?fw_instance_id=${ids[1]}&log_type=vpc&direction=out2in&asset_type=private&item=app&range=2&size=77&live=1`,
    );
    expect(ignored).toEqual([]);
    expect(view).toEqual({
      fw_instance_id: ids[1],
      log_type: 'vpc',
      direction: 'out2in',
      asset_type: 'private',
      item: 'app',
      time: { range: 2 },
      size: 77,
      live: true,
    });
  });

  it('prefers a start and an end to a range, as the API does', () => {
    const { view } = read('?range=0&start_time=1000&end_time=2000');
    expect(view.time).toEqual({ start_time: 1000, end_time: 2000 });
  });

  it.each([
    ['fw_instance_id', '00000000-0000-0000-0000-000000000000'],
    ['log_type', 'INTERNET'],
    ['direction', 'both'],
    ['asset_type', ''],
    ['item', 'constructor'],
    ['range', '3'],
    ['size', '0'],
    ['size', '1001'],
    ['size', '1e2'],
    ['live', 'yes'],
    ['start_time', '-1'],
    ['start_time', '1000'],
    ['end_time', '99999999999999999999'],
  ])('falls back and says so when %s is %j', (name, value) => {
    const { view, ignored } = read(`?${name}=${value}`);
    expect(view).toEqual(defaults);
    expect(ignored).toEqual([{ name, value }]);
  });

  it('falls back to the range when the start is not before the end', () => {
    const { view, ignored } = read('?range=0&start_time=2000&end_time=2000');
    expect(view.time).toEqual({ range: Range.LAST_HOUR });
    expect(ignored.map(({ name }) => name)).toEqual(['start_time', 'end_time']);
  });

  it('is the same after it was written and read', () => {
    const views = fc.record({
      fw_instance_id: fc.constantFrom(...ids),
      log_type: fc.constantFrom(...Object.values(LogType)),
      direction: option(Direction),
      asset_type: option(AssetType),
      item: fc.constantFrom(...Object.values(Item)),
      time: fc.oneof(
        fc.record({ range: fc.constantFrom(...Object.values(Range)) }),
        fc
          .tuple(fc.maxSafeNat(), fc.maxSafeNat())
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => ({ start_time: Math.min(a, b), end_time: Math.max(a, b) })),
      ),
      size: fc.integer({ min: 1, max: 1000 }),
      live: fc.boolean(),
    });
    fc.assert(
      fc.property(views, (view) => {
        expect(read(writeView(view))).toEqual({ view, ignored: [] });
      }),
    );
  });
});

describe('the query of a view', () => {
  it('has a range or two times, and nothing of the page', () => {
    expect(queryOf({ ...defaults, live: true })).toEqual({
      fw_instance_id: ids[0],
      log_type: 'internet',
      item: 'src_ip',
      range: 1,
      size: 5,
    });
    expect(queryOf({ ...defaults, time: { start_time: 1, end_time: 2 } })).toMatchObject({
      start_time: 1,
      end_time: 2,
    });
  });
});
