import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FlowRecord,
  type LogFormat,
  type FlowStatisticQuery,
  suricataEve,
  textSource,
  vpcFlowLog,
  vpcFlowLogCsv,
  zeekConn,
  readLog,
} from '@cfw-flow/store';
import { oracle } from '@cfw-flow/store/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const options = { fw_instance_id: firewall };
const question: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_host',
  window: { start: 0, end: 2 ** 53 },
  size: 1000,
};

/** The sixth format, declared nowhere but here. */
const fortigateTraffic: LogFormat = {
  name: 'fortigate',
  title: 'FortiGate traffic log',
  layout: { kind: 'pairs' },
  mark: { says: 'key=value with srcip and sentbyte', has: ['srcip', 'sentbyte'] },
  only: { key: 'type', is: ['traffic'] },
  fields: {
    src_ip: 'srcip',
    src_port: 'srcport',
    dst_ip: 'dstip',
    dst_port: 'dstport',
    protocol: { key: 'proto', as: 'protocol' },
    app: { key: ['app', 'service'], as: 'upper' },
    dst_host: 'hostname',
    src_region_name: { key: 'srccountry', words: { Reserved: '' } },
    dst_region_name: { key: 'dstcountry', words: { Reserved: '' } },
    action: { key: 'action', words: { accept: 'permit', close: 'permit' } },
    to_s_bytes: 'sentbyte',
    to_c_bytes: 'rcvdbyte',
    to_s_pkts: 'sentpkt',
    to_c_pkts: 'rcvdpkt',
    end_time: { key: 'eventtime', as: 'nanoseconds' },
  },
};

async function openSmall() {
  const store = await openDuckdbStore({ memoryLimit: 256 * 1024 * 1024 });
  onTestFinished(() => store.close());
  return store;
}

/** Ingests lines and compares what the store answers with what the plain reader reads. */
async function check(format: LogFormat, lines: readonly string[]) {
  const store = await openSmall();
  const report = await store.ingest(textSource('log', 'log', lines, format), options);
  const { flows, rejections, skipped } = readLog(format, lines, { firewall });
  expect(report).toMatchObject({ flows: flows.length, rejected: rejections.length, skipped });
  expect(report.rejections).toEqual(rejections.slice(0, 100));
  for (const item of ['dst_host', 'src_ip', 'open_port'] as const) {
    for (const log_type of ['internet', 'vpc'] as const) {
      const query = { ...question, item, log_type };
      expect(await store.answer('listFlowStatistic', query)).toEqual(
        oracle.listFlowStatistic(flows, query),
      );
    }
  }
  return { flows, rejections };
}

describe('a sixth format, FortiGate’s key=value', () => {
  const line = (rest = '') =>
    `date=2024-04-29 time=19:58:57 devname="edge \u4e2d" type="traffic" subtype="forward" ` +
    `eventtime=1714420737556099000 srcip=10.0.0.5 srcport=50000 srccountry="Reserved" ` +
    `dstip=192.0.2.80 dstport=443 dstcountry="United States" proto=6 action="close" ` +
    `service="HTTPS" sentbyte=352 rcvdbyte=1082 sentpkt=5 rcvdpkt=4 ${rest}`;

  it('needs nothing but its declaration', async () => {
    const lines = [
      line('hostname="shop.example"'),
      line('msg="srcip=1.1.1.1 hostname=wrong.example" hostname=""'),
      line().replace('type="traffic"', 'type="event"'),
      line().replace('proto=6', 'proto=600'),
      line().replace('eventtime=1714420737556099000', 'eventtime=1714420737'),
      'not a log',
    ];
    const { flows, rejections } = await check(fortigateTraffic, lines);
    expect(flows[0]).toEqual({
      fw_instance_id: firewall,
      log_type: 'internet',
      direction: 'in2out',
      src_ip: '10.0.0.5',
      src_port: 50_000,
      dst_ip: '192.0.2.80',
      dst_port: 443,
      protocol: 'TCP',
      app: 'HTTPS',
      dst_host: 'shop.example',
      dst_region_name: 'United States',
      action: 'permit',
      to_s_bytes: 352n,
      to_c_bytes: 1082n,
      to_s_pkts: 5n,
      to_c_pkts: 4n,
      end_time: 1_714_420_737_556,
    } satisfies FlowRecord);
    expect(flows[1]).not.toHaveProperty('dst_host');
    expect(rejections.map(({ reason }) => reason)).toEqual([
      'proto is "600", not a protocol number from 0 to 255',
      'eventtime is "1714420737", not a time stamp in nanoseconds: it looks like one in seconds',
      'not key=value',
    ]);
  });

  it('is declared on the page that says how to add a format as it is here', () => {
    const page = join(import.meta.dirname, '../../../../apps/docs/guides/add-a-format.md');
    const declared = readFileSync(import.meta.filename, 'utf8')
      .split('fortigateTraffic: LogFormat = ')[1]!
      .split('\n};')[0]!;
    expect(readFileSync(page, 'utf8')).toContain(declared);
  });
});

describe('a log that is longer than a chunk', () => {
  const time = '2025-07-01T12:00:00.000000+0200';
  const padding = 'x'.repeat(400);

  it('of EVE finds hosts of an earlier chunk, and none of a later one', async () => {
    const flow = (flow_id: number) =>
      JSON.stringify({
        timestamp: time,
        flow_id,
        event_type: 'flow',
        src_ip: '10.0.0.1',
        dest_ip: '192.0.2.1',
        proto: 'TCP',
        padding,
        flow: { bytes_toserver: 1, bytes_toclient: 2, start: time, end: time },
      });
    const host = (flow_id: number, sni: string) =>
      JSON.stringify({ timestamp: time, flow_id, event_type: 'tls', tls: { sni } });
    const lines = [
      host(1, 'first.example'),
      ...Array.from({ length: 20_000 }, () => flow(2)),
      '{ "cut off',
      flow(1),
      host(1, 'second.example'),
      host(2, 'late.example'),
      flow(1),
      ...Array.from({ length: 20_000 }, () => flow(3)),
      flow(2),
    ];
    expect(Buffer.byteLength(lines.join('\n'))).toBeGreaterThan(16 * 1024 * 1024);
    const { flows } = await check(suricataEve, lines);
    expect(flows.filter(({ dst_host }) => dst_host === 'first.example')).toHaveLength(2);
    expect(flows.filter(({ dst_host }) => dst_host === 'late.example')).toHaveLength(1);
  });

  it('keeps the attachments of a transit gateway apart, in CSV too', async () => {
    const columns =
      'tgw_attachment_id,srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,start,end';
    const line = (attachment: string) =>
      `${attachment},10.0.0.1,10.1.0.2,50000,443,6,1,7,1714420000,1714420060`;
    const { flows } = await check(vpcFlowLogCsv, [columns, line('a'), line('b')]);
    expect(flows).toHaveLength(2);
  });

  it('rejects lines of either way of a conversation that lack what a flow needs', async () => {
    const ways = ['10.0.0.1 10.0.0.2 50000 443', '10.0.0.2 10.0.0.1 443 50000'];
    const line = (way: string, bytes: string) =>
      `2 123456789010 eni-1 ${way} 6 1 ${bytes} 1714420000 1714420060 ACCEPT OK`;
    const lines = ways.flatMap((way) => [line(way, '-'), line(way, '7')]);
    const { flows, rejections } = await check(vpcFlowLog, lines);
    expect(flows).toHaveLength(1);
    expect(rejections).toEqual([1, 3].map((at) => ({ line: at, reason: 'bytes is missing' })));
  });

  it('of a VPC has one session of two ways, however far apart', async () => {
    const record = (from: string, to: string, bytes: number) =>
      `2 123456789010 eni-1 ${from} ${to} 6 1 ${bytes} 1714420000 1714420060 ACCEPT OK`;
    const others = Array.from({ length: 100_000 }, (_, index) =>
      record(`10.1.${index >> 8}.${index & 255}`.slice(0, 13), '192.0.2.9', 7).replace(
        '192.0.2.9',
        '192.0.2.9 50000 443',
      ),
    );
    const lines = [
      record('10.0.0.1', '192.0.2.1 50000 443', 100),
      ...others,
      record('192.0.2.1', '10.0.0.1 443 50000', 900),
    ];
    expect(Buffer.byteLength(lines.join('\n'))).toBeGreaterThan(8 * 1024 * 1024);
    const { flows } = await check(vpcFlowLog, lines);
    expect(flows[0]).toMatchObject({
      src_ip: '10.0.0.1',
      dst_port: 443,
      to_s_bytes: 100n,
      to_c_bytes: 900n,
      direction: 'in2out',
    });
  }, 600_000);
});

describe('bad lines', () => {
  const columns = ['ts', 'uid', 'id.orig_h', 'id.resp_h', 'proto', 'duration', 'orig_ip_bytes'];
  const head = `#fields\t${columns.join('\t')}\tconn_state`;
  const row = (changes: Record<string, string> = {}) =>
    [...columns, 'conn_state']
      .map(
        (column) =>
          ({
            ts: '1714420737.556999',
            uid: 'C1',
            'id.orig_h': '10.0.0.1',
            'id.resp_h': '192.0.2.1',
            proto: 'tcp',
            duration: '0.000002',
            orig_ip_bytes: '9223372036854775807',
            conn_state: 'SF',
            ...changes,
          })[column] ?? '-',
      )
      .join('\t');

  it('of Zeek are rejected with what is wrong, the others kept to the last digit', async () => {
    const { flows, rejections } = await check(zeekConn, [
      head,
      row(),
      row({ duration: '-' }),
      row({ duration: '-0.000010' }),
      row({ ts: '1714420737556', duration: '-' }),
      row({ ts: '1714420737556999' }),
      row({ ts: '12.5', duration: '-' }),
      row({ orig_ip_bytes: '9223372036854775808' }),
      row().slice(0, 30),
      `${row()}\tmore`,
      row({ uid: '\u0000' }),
    ]);
    expect(flows.map(({ end_time, to_s_bytes }) => [end_time, to_s_bytes])).toEqual(
      [1_714_420_737_557, 1_714_420_737_556, 1_714_420_737_556, 1_714_420_737_557].map((end) => [
        end,
        2n ** 63n - 1n,
      ]),
    );
    expect(rejections.map(({ reason }) => reason)).toEqual([
      'duration is "-0.000010", not a length of time in seconds',
      'ts is "1714420737556999", not a time stamp in seconds or milliseconds, or an ISO 8601 time with a zone: it looks like one in microseconds',
      'ts is "12.5", not a time stamp in seconds or milliseconds, or an ISO 8601 time with a zone: it looks like one that counts from the start of a capture',
      'orig_ip_bytes is "9223372036854775808", not an integer from 0 to 2^63 - 1',
      'has 4 values, not 8',
      'has 9 values, not 8',
    ]);
  });

  it('that are not UTF-8 are read with a replacement, and keep the others', async () => {
    const store = await openSmall();
    const text = `${head}\n${row()}\n${row({ uid: 'C?' })}\n`;
    const bytes = Buffer.from(text);
    bytes[bytes.lastIndexOf('?')] = 0xff;
    const source = {
      ...textSource('bytes', 'bytes', [], zeekConn),
      open: () => ({ content: contentOf(bytes), bytesRead: () => 0 }),
    };
    expect(await store.ingest(source, options)).toMatchObject({ flows: 2, rejected: 0 });
  });

  it('that name other columns refuse the log', async () => {
    const store = await openSmall();
    const lines = [head, row(), '#fields\tuid\tts', 'C1\t1'];
    const source = textSource('two.log', 'two', lines, zeekConn);
    await expect(store.ingest(source, options)).rejects.toMatchObject({
      code: 'SOURCE_FORMAT',
      message: expect.stringMatching(/^two\.log has other columns further on: "uid ts"/),
    });
    expect(await store.firewalls()).toEqual([]);
  });

  it('whose counters add up to more than 2^63 - 1 refuse the log', async () => {
    const store = await openSmall();
    const line =
      '2 1 e 10.0.0.1 192.0.2.1 5 4 6 1 9223372036854775807 1714420000 1714420060 ACCEPT OK';
    const source = textSource('sums', 'sums', [line, line], vpcFlowLog);
    await expect(store.ingest(source, options)).rejects.toMatchObject({ code: 'SOURCE_DAMAGED' });
  });
});

async function* contentOf(bytes: Uint8Array) {
  yield bytes;
}
