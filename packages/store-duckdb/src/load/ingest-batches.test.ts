import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type IngestReport,
  suricataEve,
  type FlowSource,
  type StoreWith,
  textSource,
} from '@cfw-flow/store';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';

const options = { fw_instance_id: firewall };
const otherFirewall = 'c598d612-8112-465c-bffd-863d4ce85a51';
const mebibyte = 1024 * 1024;

/** A batch of the flows of the numbers in [from, to). */
function batch(from: number, to: number, name = `${from} to ${to}`): FlowSource {
  return texts(
    name,
    linesOf(numberedFlows(from, to, 'internet'))
      .split('\n')
      .slice(0, -1),
  );
}

function texts(name: string, lines: string[]): FlowSource {
  return textSource(name, name, lines);
}

function failing(name: string): FlowSource {
  return {
    ...texts(name, []),
    open: () => ({
      bytesRead: () => 0,
      // oxlint-disable-next-line require-yield -- it fails before it has anything
      content: (async function* () {
        throw new Error('the connection was lost');
      })(),
    }),
  };
}

function counts({ flows, rejected, repeated }: IngestReport) {
  return { flows, rejected, repeated };
}

async function heldBy(store: StoreWith): Promise<number> {
  return (await store.status()).flows;
}

it('batches come in as one transaction when they come while another one is ingested', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cfw-flow-'));
  const store = await openDuckdbStore({ directory });
  const numbers = [0, 1, 2, 3, 4, 5];
  await Promise.all([
    store.ingest(batch(0, 100), options),
    ...numbers.map((number) => store.ingest(batch(100 + number, 101 + number), options)),
  ]);
  await store.close();
  const database = await DuckDBInstance.create(join(directory, 'flows.duckdb'));
  const connection = await database.connect();
  const held = await connection.runAndReadAll(
    'SELECT count(*)::INTEGER FROM flows GROUP BY batch ORDER BY batch',
  );
  expect(held.getRows()).toEqual([[103], [3]]);
  connection.closeSync();
  database.closeSync();
  await rm(directory, { recursive: true });
});

describe('batches that come while another one is ingested', () => {
  let store: StoreWith;
  let first: Promise<IngestReport>;
  beforeEach(async () => {
    store = await openDuckdbStore({ memoryLimit: 256 * mebibyte });
    first = store.ingest(batch(0, 1000), options);
  });
  afterEach(async () => {
    await first;
    await store.close();
  });

  const append = (source: FlowSource, more = {}) => store.ingest(source, { ...options, ...more });

  it('are ingested at once, and answered as one after the other would be', async () => {
    const cuts = [1000, 1001, 1500, 4000, 4100, 4101, 6000];
    const sources = cuts.slice(1).map((to, at) => batch(cuts[at]!, to));
    const reports = await Promise.all(sources.map((source) => append(source)));
    expect(reports.map(({ source, flows }) => [source, flows])).toEqual([
      ['1000 to 1001', 1],
      ['1001 to 1500', 499],
      ['1500 to 4000', 2500],
      ['4000 to 4100', 100],
      ['4100 to 4101', 1],
      ['4101 to 6000', 1899],
    ]);
    const alone = await openDuckdbStore();
    await alone.ingest(batch(0, 6000), options);
    for (const item of ['src_ip', 'dst_ip', 'dst_host'] as const) {
      const question = {
        fw_instance_id: firewall,
        log_type: 'internet' as const,
        item,
        window: { start: 0, end: 2 ** 53 },
        size: 1000,
      };
      expect(await store.answer('listFlowStatistic', question)).toEqual(
        await alone.answer('listFlowStatistic', question),
      );
    }
    await alone.close();
  });

  it('tell of their own bad lines, whatever blank lines they have', async () => {
    const [good] = linesOf(numberedFlows(5000, 5001, 'internet')).split('\n') as [string];
    const reports = await Promise.all([
      append(texts('a', ['', good, '{"src_ip":"nowhere"}', ' ', good])),
      append(texts('b', [good, good, good])),
      append(texts('c', [good, '', '', '{}', '{"to_s_bytes":-1}'])),
    ]);
    expect(
      reports.map(({ flows, rejections }) => [flows, rejections.map(({ line }) => line)]),
    ).toEqual([
      [2, [3]],
      [3, []],
      [1, [4, 5]],
    ]);
    expect(await heldBy(store)).toBe(1006);
  });

  it('count once when the same batch comes twice at the same time', async () => {
    const reports = await Promise.all([
      append(batch(2000, 3000)),
      append(batch(2000, 3000)),
      append(batch(0, 1000)),
      append(batch(3000, 3010)),
    ]);
    expect(reports.map(counts)).toEqual([
      { flows: 1000, rejected: 0, repeated: false },
      { flows: 0, rejected: 0, repeated: true },
      { flows: 0, rejected: 0, repeated: true },
      { flows: 10, rejected: 0, repeated: false },
    ]);
    expect(await heldBy(store)).toBe(2010);
  });

  it('come in even when one of them fails, which alone is told of it', async () => {
    const stop = new AbortController();
    stop.abort(new Error('given up'));
    const outcomes = await Promise.allSettled([
      append(batch(2000, 2010)),
      append(failing('broken')),
      append(batch(2010, 2020), { signal: stop.signal }),
      append(batch(2020, 2030)),
    ]);
    expect(
      outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.flows : outcome.reason.message,
      ),
    ).toEqual([10, 'the connection was lost', 'given up', 10]);
    expect(await heldBy(store)).toBe(1020);
  });

  it('come in when others are given up while all are ingested', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const outcomes = await Promise.allSettled([
      append(batch(2000, 2010)),
      append(batch(2010, 2020), { signal, onProgress: () => stop.abort(new Error('given up')) }),
      append(batch(2020, 2030), { signal }),
    ]);
    expect(
      outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.flows : outcome.reason.message,
      ),
    ).toEqual([10, 'given up', 'given up']);
    expect(await heldBy(store)).toBe(1010);
  });

  it('may be of any format, any size and any firewall', async () => {
    const event = {
      timestamp: '2025-07-01T12:00:00.000000+0000',
      event_type: 'flow',
      src_ip: '10.0.0.1',
      src_port: 1000,
      dest_ip: '198.51.100.1',
      dest_port: 443,
      proto: 'TCP',
      flow: { bytes_toserver: 1, bytes_toclient: 2, end: '2025-07-01T12:00:00.000000+0000' },
    };
    const nameless = numberedFlows(9000, 9100, 'internet').map((flow) => ({
      ...JSON.parse(linesOf([flow])),
      fw_instance_id: undefined,
    }));
    const [events, large, others, small] = await Promise.all([
      append(textSource('eve', 'eve', [JSON.stringify(event)], suricataEve)),
      append(batch(10_000, 50_000)),
      store.ingest(
        texts(
          'others',
          nameless.map((flow) => JSON.stringify(flow)),
        ),
        {
          fw_instance_id: otherFirewall,
        },
      ),
      append(batch(2000, 2010)),
    ]);
    expect([events, large, others, small].map((report) => report!.flows)).toEqual([
      1, 40_000, 100, 10,
    ]);
    const held = await store.firewalls();
    expect(held.map(({ fw_instance_id, flows }) => [fw_instance_id, flows])).toEqual([
      [firewall, 41_011],
      [otherFirewall, 100],
    ]);
  });
});
