import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  enriched,
  type Enrichment,
  type FlowRecord,
  noEnrichment,
  type FlowStatisticQuery,
} from '@cfw-flow/store';
import { enrichments, flowRecords, questions } from '@cfw-flow/store/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreDuckdbStore } from '../../index.ts';
import { batchOf, memoryLimit, select, storeIn, type Stored } from '../../testing/backups.ts';
import { firewall, interval, numberedFlow, numberedFlows } from '../../testing/numbered-flows.ts';
import { expectAnswer } from '../../testing/expect-answer.ts';
import { mountSmallDisk } from '../../testing/small-disk.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

const options = { fw_instance_id: firewall };

/** Flows of a day, of those that have numbers. */
const perDay = 86_400_000 / interval;

const disk = mountSmallDisk(8);

/** A store with a few flows on each of some days. */
async function storeOfDays(days: number, enrichment = () => noEnrichment): Promise<Stored> {
  const stored = await storeIn(await temporaryFolder(), enrichment);
  const flows = Array.from({ length: days * 3 }, (_, at) =>
    numberedFlow(Math.floor((at * perDay) / 3), 'internet'),
  );
  await stored.store.ingest(batchOf('days', flows), options);
  return stored;
}

/** Questions about all groups of that of which enrichment tells something. */
function allOfTheKnown(flows: readonly FlowRecord[]): FlowStatisticQuery[] {
  const borders = new Map(
    flows.map(({ fw_instance_id, log_type }) => [
      `${fw_instance_id} ${log_type}`,
      { fw_instance_id, log_type },
    ]),
  );
  return [...borders.values()].flatMap((border) =>
    (['src_ip', 'risk_ip', 'risk_host'] as const).map((item) => ({
      ...border,
      item,
      window: { start: 0, end: 2 ** 53 },
      size: 1000,
    })),
  );
}

describe('a backup', () => {
  it('answers as the store that it was made of, once it is restored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(flowRecords, { minLength: 100, maxLength: 150 }),
        fc.array(flowRecords, { maxLength: 20 }),
        enrichments,
        enrichments,
        fc.array(questions, { minLength: 10, maxLength: 10 }),
        async (first, second, before, after, asked) => {
          const folder = await temporaryFolder();
          let known: Enrichment = before;
          const { store, path } = await storeIn(folder, () => known);
          await store.ingest(batchOf('first', first), options);
          known = after;
          await store.ingest(batchOf('second', second), options);
          await store.backup(path('kept'));
          await restoreDuckdbStore(path('kept'), { directory: path('restored'), memoryLimit });
          const restored = await storeIn(folder, () => noEnrichment, 'restored');
          const held = [...enriched(first, before), ...enriched(second, after)];
          for (const query of allOfTheKnown(held)) {
            asked.push({ operation: 'listFlowStatistic', query });
          }
          for (const question of asked) await expectAnswer(restored.store, held, question);
          await restored.store.backup(path('kept again'));
          const rows = ['kept', 'kept again'].map((name) => `FROM '${path(name)}/flows/*.parquet'`);
          expect(await select(rows.join(' EXCEPT ALL '))).toEqual([]);
          const again = await restored.store.ingest(batchOf('second', second), options);
          expect(again).toMatchObject({ repeated: second.length > 0, flows: 0 });
        },
      ),
      // Many flows and questions at a time, since to make two stores takes long.
      { numRuns: 1, endOnFailure: true },
    );
  }, 600_000);

  it('is read by any tool: a file a day, a row a flow, texts and numbers under the names of a flow', async () => {
    const known: Enrichment = {
      region: () => 'Germany',
      risk: (address) => (address === '2001:db8::1' ? 'drop' : undefined),
      riskHost: () => 'feodo',
    };
    const { store, path } = await storeIn(await temporaryFolder(), () => known);
    const flow = {
      fw_instance_id: firewall,
      log_type: 'internet',
      direction: 'in2out',
      src_ip: '::ffff:192.0.2.1',
      src_port: 65_535,
      dst_ip: '2001:DB8:0::0:1',
      dst_port: 0,
      protocol: 'TCP',
      app: 'HTTPS',
      dst_host: '例子.example',
      src_region_name: 'Chinese Mainland',
      src_vpc: 'vpc-中国',
      dst_vpc: 'e9ec6dd9-1f0c-4a56-8a3e-2d7b5c9e4f18',
      action: 'permit',
      vsys: 1,
      vgw_id: '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c11',
      to_s_bytes: 2n ** 63n - 1n,
      to_c_bytes: 0n,
      to_s_pkts: 1n,
      to_c_pkts: 2n,
      start_time: Date.UTC(2025, 6, 1),
      end_time: Date.UTC(2025, 6, 2) - 1,
    } satisfies FlowRecord;
    const { fw_instance_id, log_type, direction, src_ip, dst_ip } = flow;
    const required = { fw_instance_id, log_type, direction, src_ip, dst_ip };
    const bare = { protocol: 'ICMP', to_s_bytes: 1n, to_c_bytes: 2n, end_time: flow.end_time + 1 };
    await store.ingest(batchOf('two', [flow, { ...required, ...bare }]), options);
    const report = await store.backup(path('kept'));
    expect(report).toMatchObject({ directory: path('kept'), flows: 2, days: 2 });
    expect(await readdir(path('kept/flows'))).toEqual(['2025-07-01.parquet', '2025-07-02.parquet']);
    const found = { dst_region_name: 'Germany', risk_ip_list: 'drop' };
    const addresses = { src_ip: '192.0.2.1', dst_ip: '2001:db8::1' };
    const [full, other] = await select(
      `SELECT * FROM '${path('kept/flows/*.parquet')}' ORDER BY end_time`,
    );
    expect(full).toEqual({
      ...flow,
      ...addresses,
      ...found,
      risk_host_list: 'feodo',
      start_time: BigInt(flow.start_time),
      end_time: BigInt(flow.end_time),
    });
    const given = Object.entries(other!).filter(([, value]) => value !== null);
    expect(Object.fromEntries(given)).toEqual({
      ...required,
      ...bare,
      ...addresses,
      ...found,
      src_region_name: 'Germany',
      end_time: BigInt(bare.end_time),
    });
    expect(await select(`SELECT identity, flows FROM '${path('kept/sources.parquet')}'`)).toEqual([
      { identity: 'two', flows: 2n },
    ]);
  });

  it('is of one moment, however much comes in, is removed or re-enriched meanwhile', async () => {
    let known = noEnrichment;
    const { store, path } = await storeOfDays(5, () => known);
    const meanwhile: Promise<unknown>[] = [];
    const made = new AbortController();
    let batches = 0;
    const appending = (async () => {
      while (!made.signal.aborted) {
        const flows = numberedFlows(batches * 10, batches * 10 + 15, 'nat');
        batches += 1;
        await store.ingest(batchOf(`batch ${batches}`, flows), options);
      }
    })();
    // Others come in while it is made.
    await expect.poll(() => batches).toBeGreaterThan(1);
    const report = await store.backup(path('kept'), {
      onProgress() {
        if (meanwhile.length === 0) meanwhile.push(store.prune(Date.UTC(2025, 6, 4)));
        else if (meanwhile.length === 1) {
          known = { ...noEnrichment, riskHost: () => 'all hosts' };
          meanwhile.push(store.reEnrich(), store.rollUp());
        }
      },
    });
    made.abort();
    await appending;
    await Promise.all(meanwhile);
    const { flows } = report;
    expect(report.made).toBeLessThanOrEqual(Date.now());
    const sources = await select(
      `SELECT sum(flows)::INTEGER AS sum FROM '${path('kept/sources.parquet')}'`,
    );
    expect(sources).toEqual([{ sum: flows }]);
    expect(await select(`SELECT count(*) AS sum FROM '${path('kept/flows/*.parquet')}'`)).toEqual([
      { sum: BigInt(flows) },
    ]);
    expect(flows).toBeGreaterThanOrEqual(15);
    const flagged = `SELECT count(risk_host_list)::INTEGER AS flagged FROM '${path('kept/flows/*.parquet')}'`;
    expect(await select(flagged)).toEqual([{ flagged: 0 }]);
    const { total } = await store.answer('listFlowStatistic', {
      fw_instance_id: firewall,
      log_type: 'internet',
      item: 'risk_host',
      window: { start: 0, end: 2 ** 53 },
      size: 0,
    });
    expect(total).toBeGreaterThan(0);
    // What was removed is gone, and counted rightly.
    expect(await store.verify()).toMatchObject({ differing: 0 });
  });

  it('leaves nothing when it is interrupted, or when the store is closed', async () => {
    const { store, path } = await storeOfDays(3);
    const controller = new AbortController();
    const reason = new Error('enough');
    const { signal } = controller;
    const interrupted = store.backup(path('kept'), {
      signal,
      onProgress: () => controller.abort(reason),
    });
    // Waits for its turn.
    const second = store.backup(path('second'), { onProgress: () => void store.close() });
    await expect(interrupted).rejects.toBe(reason);
    await expect(second).rejects.toMatchObject({ message: 'The store is closed.' });
    await expect(store.backup(path('third'), { signal })).rejects.toThrow('closed');
    expect(await readdir(path('.'))).toEqual(['data']);
  });

  it('goes where nothing is, or into an empty folder', async () => {
    const { store, path } = await storeOfDays(1);
    await mkdir(path('empty'));
    await store.backup(path('empty'));
    await expect(store.backup(path('empty'))).rejects.toMatchObject({
      code: 'DATA_UNWRITABLE',
      message: `${path('empty')} is not empty, so that the backup can't be made there. Choose a folder that is not there yet.`,
    });
    await writeFile(path('file'), '');
    for (const place of ['file', 'file/kept']) {
      await expect(store.backup(path(place))).rejects.toMatchObject({
        code: 'DATA_UNWRITABLE',
        message: expect.stringContaining(`${path(place)} can't be made for the backup: `),
      });
    }
    await store.backup(path('deep/down/kept'));
    expect(await readdir(path('deep/down'))).toEqual(['kept']);
    expect((await readdir(path('.'))).toSorted()).toEqual(['data', 'deep', 'empty', 'file']);
  });

  it('answers the query of the guide', async () => {
    const guide = join(import.meta.dirname, '../../../../../apps/docs/guides/backups.md');
    const [, sql = ''] = /```sql\n([^]*?)```/.exec(await readFile(guide, 'utf8')) ?? [];
    const { store, path } = await storeOfDays(2);
    await store.backup(path('2026-11-26'));
    const hosts = await select(sql.replaceAll("'2026-11-26/", `'${path('2026-11-26')}/`));
    expect(hosts).toEqual(
      ['host-0.example', 'host-100.example', 'host-160.example'].map((dst_host) => ({
        dst_host,
        sessions: 1n,
        bytes: 900n,
      })),
    );
  });

  it.skipIf(disk === undefined)('leaves nothing on a disk that fills up', async () => {
    const { store } = await storeOfDays(20);
    await writeFile(join(disk!, 'filler'), Buffer.alloc(8 * 1024 * 1024 - 64 * 1024));
    await expect(store.backup(join(disk!, 'kept'))).rejects.toMatchObject({
      code: 'DATA_FULL',
      message: `There is no room left for the backup in ${disk}. None of it is kept. Make room, or choose another place.`,
    });
    expect(await readdir(disk!)).toEqual(['filler']);
    expect(await store.status()).toMatchObject({ flows: 60 });
    await rm(join(disk!, 'filler'));
  });

  it.skipIf(disk === undefined)('says when its place is where a disk is mounted', async () => {
    const { store } = await storeOfDays(1);
    await expect(store.backup(disk!)).rejects.toMatchObject({
      code: 'DATA_UNWRITABLE',
      message: `${disk} is where a disk is mounted, so that the backup can't be put in its place. Choose a new folder within it.`,
    });
    await store.backup(join(disk!, 'kept'));
  });
});
