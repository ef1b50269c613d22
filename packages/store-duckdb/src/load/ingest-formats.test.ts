import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IngestReport, fileSource, type StoreWith } from '@cfw-flow/store';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

let folder: string;
let log: string;
let store: StoreWith;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-formats-'));
  log = join(folder, 'a.log');
  store = await openDuckdbStore({ directory: join(folder, 'data') });
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
});

async function take(growing = true): Promise<IngestReport> {
  return store.ingest(await fileSource(log), { fw_instance_id: firewall, growing });
}

async function reopen(): Promise<void> {
  await store.close();
  store = await openDuckdbStore({ directory: join(folder, 'data') });
}

/** Sessions of every group of an item. */
async function ranking(item: 'dst_host' | 'dst_port'): Promise<[string, number][]> {
  const { records } = await store.answer('listFlowStatistic', {
    fw_instance_id: firewall,
    log_type: 'internet',
    item,
    window: { start: 0, end: 2 ** 53 },
    size: 10,
  });
  return records.map((record) => [record.item, record.sessions]);
}

describe('a log that has grown', () => {
  it('is read by the columns that its first lines name', async () => {
    const line = (port: number) =>
      `1714417205.459272\tC${port}\t10.0.0.8\t38239\t192.0.2.75\t${port}\tudp\tdns\t0.05\t9\t9\tSF\t2\t247\t2\t375\n`;
    const columns =
      'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes ' +
      'conn_state orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes';
    await writeFile(
      log,
      `#separator \\x09\n#fields\t${columns.replaceAll(' ', '\t')}\n${line(53)}`,
    );
    expect(await take()).toMatchObject({ flows: 1, skipped: 2 });
    await reopen();
    await appendFile(log, line(54) + line(55).slice(0, 30));
    expect(await take()).toMatchObject({ flows: 1, rejected: 0, skipped: 0 });
    await appendFile(log, line(55).slice(30));
    expect(await take()).toMatchObject({ flows: 1, rejected: 0 });
    expect(await ranking('dst_port')).toEqual([
      ['53', 1],
      ['54', 1],
      ['55', 1],
    ]);
  });

  it('has the hosts that lines name which came in before', async () => {
    const ends =
      '"src_ip":"10.0.0.8","src_port":5,"dest_ip":"192.0.2.7","dest_port":443,"proto":"TCP"';
    const tls = (id: number) =>
      `{"timestamp":"2026-11-20T10:00:00.000000+0000","flow_id":${id},"event_type":"tls",${ends},"tls":{"sni":"host-${id}.example"}}\n`;
    const flow = (id: number) =>
      `{"timestamp":"2026-11-20T10:00:09.000000+0000","flow_id":${id},"event_type":"flow",${ends},"flow":{"bytes_toserver":1,"bytes_toclient":2,"start":"2026-11-20T10:00:00.000000+0000","end":"2026-11-20T10:00:05.000000+0000"}}\n`;
    await writeFile(log, tls(1) + flow(1) + tls(2));
    expect(await take()).toMatchObject({ flows: 1, skipped: 2 });
    await reopen();
    await appendFile(log, flow(2));
    expect(await take()).toMatchObject({ flows: 1, skipped: 0 });
    expect(await ranking('dst_host')).toEqual([
      ['host-1.example', 1],
      ['host-2.example', 1],
    ]);
  });

  it('has the two ways of each new conversation as one session', async () => {
    const pair = (port: number) =>
      `2 1 eni-1 10.0.0.8 192.0.2.7 ${port} 443 6 3 300 1790000000 1790000060 ACCEPT OK\n` +
      `2 1 eni-1 192.0.2.7 10.0.0.8 443 ${port} 6 4 900 1790000000 1790000060 ACCEPT OK\n`;
    await writeFile(log, pair(40_000) + pair(40_001));
    expect(await take()).toMatchObject({ flows: 2 });
    await reopen();
    await appendFile(log, pair(40_002));
    expect(await take()).toMatchObject({ flows: 1, repeated: false });
    expect(await take()).toMatchObject({ flows: 0, repeated: true });
    expect(await ranking('dst_port')).toEqual([['443', 3]]);
    expect(await store.verify()).toMatchObject({ differing: 0 });
  });
});
