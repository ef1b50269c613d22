import { describe, expect, it } from 'vitest';
import { ltsTrafficLog } from './formats/lts.ts';
import { readFlow } from './read-flow.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** The sample line of the LTS user manual, its VPC ids made whole. */
const sample = {
  src_port: '60968',
  to_c_pkts: 4,
  to_s_bytes: 352,
  to_c_bytes: 1082,
  direction: 'in2out',
  bytes: 1434,
  dst_ip: '100.85.222.231',
  to_s_pkts: 5,
  src_ip: '100.95.156.206',
  dst_host: 'www.test1.com',
  end_time: 1_695_818_474_000,
  protocol: 'TCP',
  dst_port: '80',
  app: 'HTTP',
  start_time: 1_695_818_472_000,
  vsys: '1',
  log_type: 'internet',
  packets: 9,
  dst_region_name: 'Chinese Mainland',
  src_region_name: 'Bulgaria',
  src_region_id: 'BG',
  dst_region_id: 'CN',
  src_vpc: 'd644a32b-50bd-4dd1-a2b5-9b1c6a4f0e37',
  dst_vpc: 'e9ec6dd9-1f0c-4a56-8a3e-2d7b5c9e4f18',
};

function read(changes: Record<string, unknown> = {}) {
  return readFlow(ltsTrafficLog, JSON.stringify({ ...sample, ...changes }), firewall);
}

describe('a line of the LTS traffic log', () => {
  it('becomes a flow record', () => {
    expect(read()).toEqual({
      flow: {
        fw_instance_id: firewall,
        log_type: 'internet',
        direction: 'in2out',
        src_ip: '100.95.156.206',
        src_port: 60_968,
        dst_ip: '100.85.222.231',
        dst_port: 80,
        protocol: 'TCP',
        app: 'HTTP',
        dst_host: 'www.test1.com',
        src_region_name: 'Bulgaria',
        dst_region_name: 'Chinese Mainland',
        src_vpc: sample.src_vpc,
        dst_vpc: sample.dst_vpc,
        vsys: 1,
        to_s_bytes: 352n,
        to_c_bytes: 1082n,
        to_s_pkts: 5n,
        to_c_pkts: 4n,
        start_time: 1_695_818_472_000,
        end_time: 1_695_818_474_000,
      },
    });
  });

  it('may write ports and vsys as numbers', () => {
    expect(read({ src_port: 60_968, dst_port: 80, vsys: 1 })).toEqual(read());
  });

  it('keeps every digit of its counters', () => {
    const line = JSON.stringify(sample).replace(
      '"to_s_bytes":352',
      '"to_s_bytes":9223372036854775807',
    );
    expect(readFlow(ltsTrafficLog, line, firewall)).toMatchObject({
      flow: { to_s_bytes: 9_223_372_036_854_775_807n },
    });
  });

  it('names its own firewall where it carries one', () => {
    const fw_instance_id = '11111111-2222-4333-8444-555555555555';
    expect(read({ fw_instance_id })).toMatchObject({ flow: { fw_instance_id } });
  });

  it('without a log type is told by its virtual system', () => {
    expect(read({ log_type: undefined })).toMatchObject({ flow: { log_type: 'internet' } });
    expect(read({ log_type: undefined, vsys: 2 })).toMatchObject({ flow: { log_type: 'vpc' } });
    expect(read({ log_type: undefined, vsys: undefined })).toEqual({
      reason: 'log_type is missing',
    });
  });

  it('of a protocol without ports has none, whatever is written there', () => {
    for (const protocol of ['ICMP', 'icmpv6', 'ICMP: ECHO_REQUEST', 'gre', 'ESP', '200']) {
      const { flow } = read({ protocol }) as { flow: object };
      expect(Object.keys(flow)).not.toContain('dst_port');
      expect(Object.keys(flow)).not.toContain('src_port');
    }
  });

  it('leaves out what is null or empty', () => {
    const { flow } = read({ app: '', dst_host: null }) as { flow: object };
    expect(Object.keys(flow)).not.toContain('app');
    expect(Object.keys(flow)).not.toContain('dst_host');
  });

  it.each([
    [{ end_time: undefined }, 'end_time is missing'],
    [{ src_ip: '' }, 'src_ip is missing'],
    [{ to_c_bytes: null }, 'to_c_bytes is missing'],
    [{ dst_port: '70000' }, 'dst_port is "70000", not a port from 0 to 65535'],
    [{ src_ip: 'abc' }, 'src_ip is "abc", not an IPv4 or IPv6 address'],
    [{ to_s_bytes: -1 }, 'to_s_bytes is "-1", not an integer from 0 to 2^63 - 1'],
    [{ to_s_bytes: 1.5 }, 'to_s_bytes is "1.5", not an integer from 0 to 2^63 - 1'],
    [{ end_time: '2024-04-29' }, 'end_time is "2024-04-29", not a time stamp in milliseconds'],
    [
      { end_time: 1_714_420_737 },
      'end_time is "1714420737", not a time stamp in milliseconds: it looks like one in seconds',
    ],
    [
      { start_time: '1714420737556099' },
      'start_time is "1714420737556099", not a time stamp in milliseconds: it looks like one in microseconds',
    ],
    [{ end_time: 1e15 }, expect.stringMatching(/^end_time is "1000000000000000", .*microseconds$/)],
    [{ end_time: -1_714_420_737 }, 'end_time is "-1714420737", not a time stamp in milliseconds'],
    [{ direction: 'up' }, 'direction is "up", not one of in2out, out2in'],
    [{ log_type: 'lan' }, 'log_type is "lan", not one of internet, nat, vpc, vgw'],
    [{ fw_instance_id: 'mine' }, 'fw_instance_id is "mine", not a UUID in lower case'],
    [{ vsys: 3 }, 'vsys is "3", not one of 1, 2'],
  ])('with %o is no flow: %s', (changes, reason) => {
    expect(read(changes)).toEqual({ reason });
  });

  it('that is no JSON object is no flow', () => {
    const reason = (line: string) =>
      (readFlow(ltsTrafficLog, line, firewall) as { reason: string }).reason;
    expect(reason('GET / HTTP/1.1')).toMatch(/^not JSON: /);
    expect(reason('{"src_ip":"10.0.0')).toMatch(/^not JSON: /);
    expect(reason('[]')).toBe('not a JSON object');
    expect(reason('null')).toBe('not a JSON object');
  });

  it('quotes no more than sixty characters of a bad value', () => {
    const { reason } = read({ src_ip: 'x'.repeat(1000) }) as { reason: string };
    expect(reason).toBe(`src_ip is "${'x'.repeat(60)}…", not an IPv4 or IPv6 address`);
  });
});
