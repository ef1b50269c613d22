import type { FlowSelection, StoreWith } from '@cfw-flow/store';
import type { Bench } from './database.ts';
import { numbers as narrow } from './plain.ts';
import { type FlowItem, items, queryOf, size, usual, windows } from './question.ts';
import { median } from './spread.ts';
import { numbers, startTable, words } from './table.ts';

/*
 * The operations beside flow-statistic: ours, and the best SQL by hand over a plain table of narrow
 * numbers, in turns. Both have to come to the same figures.
 */

interface Window {
  start: number;
  end: number;
}

/** One question, in both forms. An answer is the figures that both have to come to. */
interface Race {
  title: string;
  window: Window;
  /** How many times as fast as by hand ours has to be at 100 M flows. */
  target?: number;
  ours(store: StoreWith, selection: FlowSelection): Promise<unknown[]>;
  hand(rows: Bench, scope: string): Promise<unknown[]>;
}

const minute = 60_000;
/** An item that all operations know. */
type CommonItem = Exclude<FlowItem, 'open_port'>;

const eight = items.filter((item): item is CommonItem => item !== 'open_port');

/** Asks all operations but flow-statistic. */
export async function raceOperations(store: StoreWith, rows: Bench, times: number): Promise<void> {
  const columns = [words('', 30), numbers('ours', 6), numbers('hand', 6), numbers('×', 5)];
  const print = startTable([...columns, numbers('target')]);
  for (const race of await racesOf(rows)) {
    const ours: number[] = [];
    const hand: number[] = [];
    for (let time = 0; time <= times; time++) {
      const window = { start: race.window.start + time, end: race.window.end + time };
      const { item: _, size: __, ...selection } = queryOf(usual('app', window));
      const [answer, took] = await timed(() => race.ours(store, selection));
      const [byHand, tookByHand] = await timed(() => race.hand(rows, scopeOf(window)));
      if (answer.join() !== byHand.map(String).join()) {
        throw new Error(`${race.title}: ours is ${answer.join()}, by hand ${byHand.join()}`);
      }
      // The first time is to warm up.
      if (time > 0) {
        ours.push(took);
        hand.push(tookByHand);
      }
    }
    const ratio = median(hand) / median(ours);
    print([
      race.title,
      median(ours).toFixed(0),
      median(hand).toFixed(0),
      ratio.toFixed(1),
      race.target,
    ]);
  }
}

async function racesOf(rows: Bench): Promise<Race[]> {
  const [busiest] = await rows.rows(`
    SELECT name, number FROM address_names
    WHERE number = (SELECT src FROM rows WHERE ${scopeOf(windows['1 h']!)} GROUP BY src ORDER BY count(*) DESC LIMIT 1)`);
  return [
    trend('1 h', minute, 1.5),
    trend('1 d', 5 * minute, 3),
    trend('7 d', 60 * minute, 8),
    detail('protocol', 'TCP', 'protocol = 1'),
    detail('app', 'HTTPS', 'app = 1'),
    detail('dst_port', '443', 'dst_port = 443'),
    detail('src_ip', String(busiest!['name']), `src = ${String(busiest!['number'])}`),
    top('7 d'),
  ];
}

function scopeOf({ start, end }: Window): string {
  return `firewall = 1 AND log_type = 1 AND direction = 1 AND end_time >= ${start} AND end_time < ${end}`;
}

function trend(window: string, width: number, target: number): Race {
  return {
    title: `flow-trend, ${window}`,
    window: windows[window]!,
    target,
    async ours(store, selection) {
      const parts = await store.answer('showFlowTrend', { ...selection, width });
      return parts.flatMap(({ in_bytes, out_bytes }) => [in_bytes, out_bytes]);
    },
    async hand(rows, scope) {
      const parts = await rows.rows(`
        SELECT end_time // ${width} AS part, sum(to_c_bytes) AS in_bytes, sum(to_s_bytes) AS out_bytes
        FROM rows WHERE ${scope} GROUP BY part ORDER BY part`);
      return parts.flatMap(({ in_bytes, out_bytes }) => [in_bytes, out_bytes]);
    },
  };
}

function detail(item: CommonItem, value: string, condition: string): Race {
  const columns = 'src, dst, dst_port, protocol, app, host, src_region, dst_region';
  return {
    title: `flow-detail, 7 d, ${item} ${value}`,
    window: windows['7 d']!,
    target: 5,
    async ours(store, selection) {
      const found = await store.answer('showFlowDetail', { ...selection, item, value });
      const { sessions, src_ip_count, dst_ip_count, start_time, end_time, records } = found;
      const whole = [sessions, src_ip_count, dst_ip_count, start_time, end_time];
      return [...whole, ...records.flatMap((one) => [one.sessions, one.request_byte])];
    },
    async hand(rows, scope) {
      const found = await rows.rows(`
        WITH alike AS MATERIALIZED (
          SELECT ${columns}, count(*) AS sessions, sum(to_s_bytes) AS request_byte,
            sum(to_c_bytes) AS response_byte, min(start_time) AS first_time, max(end_time) AS last_time
          FROM rows WHERE ${scope} AND ${condition} GROUP BY ALL
        )
        SELECT alike.sessions, alike.request_byte, whole.*
        FROM alike, (
          SELECT sum(sessions) AS all_sessions, sum(request_byte), sum(response_byte),
            min(first_time) AS first_time, max(last_time) AS last_time,
            count(DISTINCT src) AS sources, count(DISTINCT dst) AS destinations,
            count(DISTINCT dst_port), count(DISTINCT app)
          FROM alike
        ) whole
        ORDER BY alike.sessions DESC, alike.request_byte + alike.response_byte DESC, ${columns}
        LIMIT 50`);
      const { all_sessions, sources, destinations, first_time, last_time } = found[0]!;
      const whole = [all_sessions, sources, destinations, first_time, last_time];
      return [...whole, ...found.flatMap((one) => [one['sessions'], one['request_byte']])];
    },
  };
}

function top(window: string): Race {
  return {
    title: `flow-top, ${window}, 8 items`,
    window: windows[window]!,
    async ours(store, selection) {
      const query = { ...selection, item: eight, order: 'record' as const, size };
      const found = await store.answer('showFlowTop', query);
      return eight.flatMap((item) => found[item]!.map(({ value }) => value));
    },
    async hand(rows, scope) {
      const values: unknown[] = [];
      for (const item of eight) {
        const column = narrow.columns[item];
        const found = await rows.rows(`
          SELECT ${column}, count(*) AS sessions FROM rows WHERE ${scope} AND ${column} IS NOT NULL
          GROUP BY ${column} ORDER BY sessions DESC LIMIT ${size}`);
        values.push(...found.map(({ sessions }) => sessions));
      }
      return values;
    },
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}
