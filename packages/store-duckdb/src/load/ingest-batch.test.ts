import { type FlowRecord, type FlowStatisticQuery, textSource } from '@cfw-flow/store';
import { oracle, ltsLine } from '@cfw-flow/store/testing';
import { describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const noon = Date.UTC(2025, 6, 1, 12);
const flow: FlowRecord = {
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'out2in',
  src_ip: '198.51.100.7',
  dst_ip: '10.0.0.5',
  dst_port: 443,
  protocol: 'TCP',
  to_s_bytes: 100n,
  to_c_bytes: 900n,
  end_time: noon,
};
const question: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_port',
  window: { start: 0, end: 2 ** 53 },
  size: 1000,
};
const options = { fw_instance_id: firewall };

describe('a log that is ingested', () => {
  it('adds to the groups of earlier logs, however they spell an address', async () => {
    const store = await openDuckdbStore();
    const spellings = ['2001:db8::1', '2001:DB8:0::1', '2001:db8:0:0:0:0:0:1'];
    for (const [index, src_ip] of spellings.entries()) {
      const flows = [
        { ...flow, src_ip },
        { ...flow, app: `app ${index}`, src_ip: `192.0.2.${index}` },
      ];
      await store.ingest(textSource(src_ip, src_ip, flows.map(ltsLine)), options);
    }
    const { records } = await store.answer('listFlowStatistic', { ...question, item: 'src_ip' });
    expect(records.map(({ item, sessions }) => [item, sessions])).toEqual([
      ['2001:db8::1', 3],
      ['192.0.2.0', 1],
      ['192.0.2.1', 1],
      ['192.0.2.2', 1],
    ]);
    await store.close();
  });

  it('is whole when it is longer than a chunk, and names the bad lines of every chunk', async () => {
    const store = await openDuckdbStore({ memoryLimit: 256 * 1024 * 1024 });
    const flows = Array.from({ length: 60_000 }, (_, index) => ({
      ...flow,
      src_ip: `192.0.${(index >> 8) & 255}.${index & 255}`,
      dst_host: `host-${index % 1000}.example`,
    }));
    const bad = [10, 30_000, 60_001];
    const lines = flows.map(ltsLine);
    for (const line of bad) lines.splice(line - 1, 0, '{"src_ip":"nowhere"}');
    expect(Buffer.byteLength(lines.join('\n'))).toBeGreaterThan((256 * 1024 * 1024) / 32);
    const report = await store.ingest(textSource('long', 'long', lines), options);
    expect(report.flows).toBe(flows.length);
    expect(report.rejections.map(({ line }) => line)).toEqual(bad);
    for (const item of ['src_ip', 'dst_host'] as const) {
      const query = { ...question, item, size: 5 };
      expect(await store.answer('listFlowStatistic', query)).toEqual(
        oracle.listFlowStatistic(flows, query),
      );
    }
    await store.close();
  });

  it('keeps words apart that have control characters in them', async () => {
    const store = await openDuckdbStore();
    const flows = [
      { ...flow, app: 'a\u001fb', src_region_name: 'c' },
      { ...flow, app: 'a', src_region_name: 'b\u001fc' },
      { ...flow, app: '\u001f', action: '\u0000' },
    ];
    const report = await store.ingest(textSource('odd', 'odd', flows.map(ltsLine)), options);
    expect(report).toMatchObject({ flows: 3, rejected: 0 });
    for (const item of ['app', 'src_region_name', 'src_ip'] as const) {
      const query = { ...question, item };
      expect(await store.answer('listFlowStatistic', query)).toEqual(
        oracle.listFlowStatistic(flows, query),
      );
    }
    await store.close();
  });

  it('loses the ports of protocols without any, not those of names that look like theirs', async () => {
    const store = await openDuckdbStore();
    const protocols = ['icmp', 'Gre', '\u0130CMP', '\u0131cmp', 'XICMP', 'ICM'];
    const flows = protocols.map((protocol, index) => ({ ...flow, protocol, dst_port: index }));
    await store.ingest(textSource('ports', 'ports', flows.map(ltsLine)), options);
    const { records } = await store.answer('listFlowStatistic', question);
    expect(records.map(({ item, protocol }) => [item, protocol])).toEqual([
      ['2', '\u0130CMP'],
      ['3', '\u0131cmp'],
      ['4', 'XICMP'],
      ['5', 'ICM'],
    ]);
    await store.close();
  });
});
