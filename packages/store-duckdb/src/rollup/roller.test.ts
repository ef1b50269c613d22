// @module-tag slow

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FlowRecord,
  type StoreWith,
  type FlowStatisticQuery,
  textSource,
} from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '../open-store.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const tuesday = Date.UTC(2025, 6, 1);
const flow: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.5',
  dst_ip: '192.0.2.80',
  dst_port: 443,
  protocol: 'TCP',
  app: 'HTTPS',
  src_region_name: 'Bulgaria',
  to_s_bytes: 1n,
  to_c_bytes: 2n,
  end_time: tuesday,
};

/** Few flows, so that little is needed to see the rollups at work. */
const pace = { look: 1, min: 3, max: 10 };

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-roller-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function open(directory?: string): Promise<StoreWith> {
  const place = directory === undefined ? {} : { directory };
  const store = await openStore({ ...place, deadline: 600_000 }, pace);
  onTestFinished(() => store.close());
  return store;
}

let sources = 0;

async function append(store: StoreWith, ...times: number[]): Promise<void> {
  const lines = times.map((end_time) => ltsLine({ ...flow, end_time }));
  const name = `source ${sources++}`;
  await store.ingest(textSource(name, name, lines), { fw_instance_id: firewall });
}

function question(start: number, end: number): FlowStatisticQuery {
  return {
    fw_instance_id: firewall,
    log_type: 'internet',
    item: 'app',
    window: { start, end },
    size: 5,
  };
}

/** What an answer was made from, each with the rows that its groups come from. */
async function readFrom(store: StoreWith, start: number, end: number): Promise<string[]> {
  const { segments } = await store.explain('listFlowStatistic', question(start, end));
  return segments.map(({ from, pending, groupRows }) =>
    [groupRows, pending ? 'pending' : from].join(' '),
  );
}

async function pending(store: StoreWith): Promise<number> {
  return (await store.status()).pending;
}

describe('the rollups', () => {
  it('follow the flows by themselves when an hour is over', async () => {
    const store = await open();
    await append(store, tuesday, tuesday + 1);
    await append(store, tuesday + 2);
    expect(await pending(store)).toBe(3);
    await append(store, tuesday + hour);
    await expect.poll(() => pending(store)).toBe(0);
    expect(await readFrom(store, tuesday, tuesday + hour)).toEqual(['1 hours']);
    expect(
      (await store.answer('listFlowStatistic', question(tuesday, tuesday + hour))).records[0]!
        .sessions,
    ).toBe(3);
  });

  it('have a day when it is over for an hour, and its late flows at once', async () => {
    const store = await open();
    const span = [tuesday, tuesday + 2 * day] as const;
    await append(store, tuesday, tuesday + 2 * hour, tuesday + day + hour - 1);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['3 hours']);
    await append(store, tuesday + day + hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['1 days', '2 hours']);
    await append(store, tuesday + 3 * hour, tuesday + day);
    expect(await readFrom(store, ...span)).toEqual(['1 days', '2 hours', '2 pending']);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['2 days', '3 hours']);
    expect((await store.answer('listFlowStatistic', question(...span))).records[0]!.sessions).toBe(
      6,
    );
    await append(store, tuesday + 2 * day + hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['3 days']);
    expect((await store.answer('listFlowStatistic', question(...span))).records[0]!.sessions).toBe(
      6,
    );
  });

  it('have what is over of a day under way when that is much, and its late flows at once', async () => {
    const store = await open();
    const span = [tuesday, tuesday + day] as const;
    const times = Array.from({ length: 39 }, (_, place) => tuesday + (place % 3) * hour);
    await append(store, ...times, tuesday + 4 * hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['4 hours']);
    await append(store, tuesday, tuesday + 3 * hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['1 days', '2 hours']);
    expect(await readFrom(store, tuesday, tuesday + 2 * hour)).toEqual(['3 hours']);
    await append(store, tuesday + 1, tuesday + 4 * hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['2 days', '3 hours']);
    expect((await store.answer('listFlowStatistic', question(...span))).records[0]!.sessions).toBe(
      44,
    );
    expect(await store.verify()).toMatchObject({ flows: 44, pending: 0, differing: 0 });
    await append(store, tuesday + day + hour);
    await store.rollUp();
    expect(await readFrom(store, ...span)).toEqual(['3 days']);
    expect((await store.answer('listFlowStatistic', question(...span))).records[0]!.sessions).toBe(
      44,
    );
    expect(await store.verify()).toMatchObject({ flows: 45, pending: 0, differing: 0 });
  });

  it('have the flows since the hour before by ten minutes, as soon as these are over', async () => {
    let now = tuesday + 2 * hour + 25 * minute;
    const store = await openStore({}, { ...pace, now: () => now });
    onTestFinished(() => store.close());
    const lastHour = () => readFrom(store, now - hour, now);
    await append(store, now - 40 * minute, now - 6 * minute);
    expect(await lastHour()).toEqual(['2 flows']);
    await append(store, now - hour, now - 1);
    await expect.poll(lastHour).toEqual(['1 flows', '2 ten-minutes', '1 flows']);
    // The hour is not over: all of it waits to be rolled up by the hour, and nothing is read twice.
    expect((await store.answer('listFlowStatistic', question(0, now))).records[0]!.sessions).toBe(
      4,
    );
    expect(await store.status()).toMatchObject({ flows: 4, pending: 0 });
    await append(store, now - 20 * minute);
    expect(await lastHour()).toEqual(['1 flows', '2 ten-minutes', '1 flows', '1 pending']);
    now += 2 * hour;
    await append(store, now - 1);
    await store.rollUp();
    expect(await readFrom(store, tuesday, now)).toEqual(['3 hours', '0 ten-minutes', '1 flows']);
    expect(await store.verify()).toMatchObject({ flows: 6, pending: 0, differing: 0 });
  });

  it('do not end the days because a clock is ahead', async () => {
    const store = await openStore({}, { ...pace, now: () => tuesday + 12 * hour });
    onTestFinished(() => store.close());
    await append(store, Date.UTC(9999, 0), tuesday + hour);
    await store.rollUp();
    expect(await readFrom(store, tuesday, tuesday + day)).toEqual(['1 hours', '0 ten-minutes']);
  });

  it('go on after a restart', async () => {
    const directory = await temporaryFolder();
    const first = await open(directory);
    await append(first, tuesday, tuesday + 1, tuesday + 2);
    await first.close();
    const second = await open(directory);
    await append(second, tuesday + hour);
    await expect.poll(() => pending(second)).toBe(0);
    expect(await second.verify()).toMatchObject({ flows: 4, pending: 0, differing: 0 });
  });

  it('tell in the status why they failed', async () => {
    const directory = await temporaryFolder();
    const first = await open(directory);
    await append(first, tuesday);
    await first.close();
    await change(directory, ['ALTER TABLE hourly_aggregates RENAME TO gone']);
    const damaged = await openStore({ directory }, { look: 1, min: 1, max: 1 });
    onTestFinished(() => damaged.close());
    await expect.poll(async () => (await damaged.status()).failure).toMatch(/^Catalog Error/);
  });

  it('tell in the status why they failed when they were asked for, until they go on', async () => {
    const store = await openStore({}, { look: 1e9, min: 1e9, max: 1 });
    onTestFinished(() => store.close());
    // Behind what it looks for when it is opened.
    await store.rollUp();
    await append(store, tuesday);
    const failing = vi
      .spyOn(DuckDBConnection.prototype, 'runAndReadAll')
      .mockRejectedValueOnce(new Error('No room'));
    await expect(store.rollUp()).rejects.toThrow('No room');
    failing.mockRestore();
    expect(await store.status()).toMatchObject({ failure: 'No room' });
    await store.rollUp();
    expect(await store.status()).not.toHaveProperty('failure');
  });

  it('roll up as well what comes in while it is looked for what waits', async () => {
    const store = await openStore({}, { look: 2, min: 1, max: 10 });
    onTestFinished(() => store.close());
    await store.rollUp();
    const read = DuckDBConnection.prototype.runAndReadAll;
    // What waits was read, but not given yet, when a flow comes in.
    const slow = vi
      .spyOn(DuckDBConnection.prototype, 'runAndReadAll')
      .mockImplementation(async function (this: DuckDBConnection, ...given) {
        const result = await read.apply(this, given);
        if (!given[0].includes('GROUP BY batch')) return result;
        slow.mockRestore();
        await append(store, tuesday);
        return result;
      });
    await store.rollUp();
    expect(await pending(store)).toBe(1);
    await append(store, tuesday + hour);
    await expect.poll(() => pending(store)).toBe(0);
  });

  it('are refused by a closed store, and left as they were by one that closes', async () => {
    const directory = await temporaryFolder();
    const store = await open(directory);
    await append(store, ...Array.from({ length: 60 }, (_, place) => tuesday + place * hour));
    const under = Promise.allSettled([store.rollUp(), store.verify()]);
    await store.close();
    const closed = expect.objectContaining({ message: 'The store is closed.' });
    const refused = { status: 'rejected', reason: closed };
    expect(await under).toEqual([refused, refused]);
    await expect(store.rollUp()).rejects.toThrow('The store is closed.');
    const again = await open(directory);
    await again.rollUp();
    expect(await again.verify()).toMatchObject({ flows: 60, pending: 0, differing: 0 });
  });
});

describe('rolling up a large backlog', () => {
  it('goes in portions, between which and beside which lines come in without a long wait', async () => {
    const directory = await temporaryFolder();
    const portions = 6;
    const portion = 200_000;
    const backlog = portions * portion;
    const first = await open(directory);
    await append(first, tuesday);
    await first.close();
    await change(directory, [
      `INSERT INTO flows SELECT flows.* REPLACE (
         2 + number // 50000 AS batch,
         src_ip + hash(number) % 50000 AS src_ip,
         dst_ip + hash(number + 1) % 50000 AS dst_ip,
         end_time + number * 2 AS end_time
       ) FROM flows, range(${backlog}) numbers(number)`,
    ]);
    const store = await openStore({ directory }, { look: 1e9, min: 1e9, max: portion });
    onTestFinished(() => store.close());

    const rolling = store.rollUp();
    /** Portions that are left after each line. */
    const levels = [portions];
    let left: number;
    do {
      await append(store, tuesday);
      left = await pending(store);
      levels.push(Math.floor(left / portion));
    } while (left > levels.length);
    await rolling;
    const between = levels.filter((level) => level > 0 && level < portions);
    expect(new Set(between).size).toBeGreaterThan(1);
    expect(levels.length).toBeGreaterThan(2 * portions);
    // No line waits for more than the portion that is rolled up when it comes.
    const passed = levels.slice(1).map((level, at) => levels[at]! - level);
    expect(Math.max(...passed)).toBeLessThanOrEqual(1);
    // A line may have come after the last portion.
    await store.rollUp();
    expect(await pending(store)).toBe(0);
  });
});

describe('a verification', () => {
  it('finds every kind of damage, and says where it is', async () => {
    const directory = await temporaryFolder();
    const store = await open(directory);
    await append(store, tuesday, tuesday + 1, tuesday + day + hour);
    await store.rollUp();
    const { differing, sums } = await store.verify();
    expect(differing).toBe(0);
    await store.close();
    await change(directory, [
      'INSERT INTO hourly_flagged_aggregates BY NAME SELECT span, scope, src_ip, dst_ip, sessions, request_byte, request_byte_carry, response_byte, response_byte_carry, last_time, first_time, src_ip AS risk_ip FROM hourly_aggregates WHERE last_time < 1751400000000',
      'UPDATE hourly_aggregates SET sessions = 7 WHERE last_time < 1751400000000',
      'UPDATE daily_groups_src_ip SET request_byte = request_byte + 1',
      'UPDATE daily_pairs_src_ip_src_region_name SET sessions = 3',
      'DELETE FROM daily_pairs_dst_ip_app',
      'UPDATE minute_totals SET first_time = 0 WHERE last_time > 1751400000000',
      'UPDATE hourly_totals SET span = span + 48000 WHERE last_time > 1751400000000',
      'UPDATE hourly_aggregates SET first_time = 0 WHERE last_time > 1751400000000',
      'INSERT INTO daily_groups_dst_port SELECT * FROM daily_groups_dst_port',
    ]);
    const damaged = await open(directory);
    const found = await damaged.verify();
    const key = `${firewall}, internet, in2out`;
    expect(found.sums).toBe(sums + 2);
    expect(found.differing).toBe(found.differences.length);
    expect(
      found.differences.map((one) => [one.rollup, one.key, one.rolledUp, one.counted]),
    ).toEqual([
      ['minute_totals', key, 1, 1],
      ['hourly_totals', key, 0, 1],
      ['hourly_totals', key, 1, 0],
      [
        'hourly_aggregates',
        `${key}, src_ip 10.0.0.5, dst_ip 192.0.2.80, app HTTPS, dst_port 443, protocol TCP, src_region_name Bulgaria`,
        7,
        2,
      ],
      [
        'hourly_aggregates',
        `${key}, src_ip 10.0.0.5, dst_ip 192.0.2.80, app HTTPS, dst_port 443, protocol TCP, src_region_name Bulgaria`,
        1,
        1,
      ],
      [
        'hourly_flagged_aggregates',
        `${key}, src_ip 10.0.0.5, dst_ip 192.0.2.80, risk_ip 10.0.0.5`,
        2,
        0,
      ],
      ['daily_groups_src_ip', `${key}, src_ip 10.0.0.5`, 2, 2],
      ['daily_groups_dst_port', `${key}, dst_port 443`, 4, 2],
      ['daily_pairs_dst_ip_app', `${key}, dst_ip 192.0.2.80, app HTTPS`, 0, 2],
      [
        'daily_pairs_src_ip_src_region_name',
        `${key}, src_ip 10.0.0.5, src_region_name Bulgaria`,
        3,
        2,
      ],
    ]);
    expect(found.differences[3]!.start).toBe(tuesday);
  });

  it('tells what differs in the order of time, of whichever scope it is', async () => {
    const directory = await temporaryFolder();
    const store = await open(directory);
    await append(store, tuesday, tuesday + hour);
    await store.rollUp();
    await store.close();
    await change(directory, ['UPDATE hourly_totals SET scope = 1000']);
    const { differences } = await (await open(directory)).verify();
    expect(differences.map((one) => [one.start, one.rolledUp, one.counted])).toEqual([
      [tuesday, 0, 1],
      [tuesday, 1, 0],
      [tuesday + hour, 0, 1],
      [tuesday + hour, 1, 0],
    ]);
  });

  it('ends when it is told to', async () => {
    const store = await open();
    await append(store, tuesday);
    const reason = new Error('enough');
    await expect(store.verify({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const shares: number[] = [];
    await store.verify({ onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([1]);
  });
});

describe('removing old flows', () => {
  it('leaves room that new flows use', async () => {
    const directory = await temporaryFolder();
    const store = await open(directory);
    const size = async () => (await stat(join(directory, 'flows.duckdb'))).size;
    const fill = async (start: number) => {
      for (let batch = 0; batch < 4; batch++) {
        const lines = Array.from({ length: 20_000 }, (_, place) =>
          ltsLine({
            ...flow,
            src_port: (place * 7919) % 60_000,
            src_ip: `10.${batch}.${place >> 8}.${place & 255}`,
            to_s_bytes: BigInt((place * 7919) % 1_000_003) ** 2n,
            end_time: start + place,
          }),
        );
        const name = `${start} ${batch}`;
        await store.ingest(textSource(name, name, lines), { fw_instance_id: firewall });
      }
      await store.rollUp();
    };
    await fill(tuesday);
    await fill(tuesday + day);
    // The engine frees room only when nothing else is under way.
    const asking = new AbortController();
    const askers = [1, 2, 3].map((asker) => keepAsking(store, asker, asking.signal));
    onTestFinished(async () => {
      asking.abort();
      await Promise.all(askers);
    });
    expect(await store.prune(tuesday + day)).toBe(80_000);
    await fill(tuesday + 2 * day);
    const before = await size();
    for (let days = 3; days < 6; days++) {
      expect(await store.prune(tuesday + (days - 1) * day)).toBe(80_000);
      await fill(tuesday + days * day);
    }
    // Without reuse, each of three days would add a half; blocks of 256 KiB are what it grows by.
    expect(await size()).toBeLessThanOrEqual(before * 1.5);
  }, 600_000);
});

async function keepAsking(store: StoreWith, asker: number, signal: AbortSignal): Promise<void> {
  for (let number = 0; !signal.aborted; number++) {
    await store.answer('listFlowStatistic', question(number * 10 + asker, tuesday + 9 * day));
  }
}

async function change(directory: string, statements: readonly string[]): Promise<void> {
  const database = await DuckDBInstance.create(join(directory, 'flows.duckdb'));
  const connection = await database.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  database.closeSync();
}
