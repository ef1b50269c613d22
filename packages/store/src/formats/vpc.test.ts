import { describe, expect, it, test } from 'vitest';
import { readLog } from '../read-log.ts';
import { vpcFlowLog, vpcFlowLogCsv } from './vpc.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const columns = ['srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets', 'bytes'];
const more = ['start', 'end', 'action', 'tcp-flags', 'vpc-id', 'flow-direction'];
const header = [...columns, ...more].join(' ');

/** A line of a request to port 443, or of its answer. */
function line(ends: string, vpc = 'vpc-1', direction = '-', flags = '-'): string {
  return `${ends} 6 1 40 1714420000 1714420060 ACCEPT ${flags} ${vpc} ${direction}`;
}

/** The VPCs of the ends of each flow that is in some lines. */
function vpcsIn(lines: readonly string[]): string[] {
  const { flows } = readLog(vpcFlowLog, [header, ...lines], { firewall });
  return flows.map(({ src_vpc, dst_vpc }) => `${src_vpc ?? '?'} to ${dst_vpc ?? '?'}`);
}

describe('the VPC of the interface that saw a flow', () => {
  test.each([
    ['the end in an internal network', '10.0.0.1 192.0.2.1 50000 443', '-', 'vpc-1 to ?'],
    ['the server when that is inside', '192.0.2.1 10.0.0.1 50000 443', '-', '? to vpc-1'],
    [
      'that end, whatever a gateway saw come in',
      '10.0.0.1 192.0.2.1 443 50000',
      'ingress',
      '? to vpc-1',
    ],
    [
      'the source of what went out, of two inside',
      '10.0.0.1 10.9.0.1 443 50000',
      'egress',
      '? to vpc-1',
    ],
    ['the destination of what came in', '10.0.0.1 10.9.0.1 50000 443', 'ingress', '? to vpc-1'],
    ['the source, of two outside', '2001:db8::1 2001:db8::2 50000 443', 'egress', 'vpc-1 to ?'],
    ['both when nothing tells', '10.0.0.1 10.9.0.1 50000 443', '-', 'vpc-1 to vpc-1'],
  ])('is that of %s', (_what, ends, direction, vpcs) => {
    expect(vpcsIn([line(ends, 'vpc-1', direction)])).toEqual([vpcs]);
  });

  it('stays with its end when the two ways of a conversation come together', () => {
    const request = line('10.0.0.1 10.9.0.1 443 50000', 'vpc-1', 'egress', '2');
    const answer = line('10.9.0.1 10.0.0.1 50000 443', 'vpc-1', 'ingress', '18');
    const without = line('10.9.0.1 10.0.0.1 50000 443', 'vpc-1', 'ingress');
    for (const other of [answer, without]) {
      expect(vpcsIn([request, other])).toEqual(['vpc-1 to ?']);
      expect(vpcsIn([other, request])).toEqual(['vpc-1 to ?']);
    }
  });

  it('is absent where the log has none', () => {
    expect(vpcsIn([line('10.0.0.1 192.0.2.1 50000 443', '-')])).toEqual(['? to ?']);
  });

  it('is read from CSV of Athena, too', () => {
    const written = [
      header.replaceAll('-', '_'),
      line('10.0.0.1 10.9.0.1 50000 443', 'vpc-1', 'egress'),
    ];
    const csv = written.map((text) => text.replaceAll(' ', ','));
    const { flows } = readLog(vpcFlowLogCsv, csv, { firewall });
    expect(flows[0]).toMatchObject({ src_ip: '10.0.0.1', src_vpc: 'vpc-1' });
    expect(flows[0]).not.toHaveProperty('dst_vpc');
  });
});

it('a transit gateway names the VPC of each end, whichever way a line has', () => {
  const tgw = [...columns, 'start', 'end', 'tgw-src-vpc-id', 'tgw-dst-vpc-id'].join(' ');
  const lines = [
    '10.0.0.1 10.9.0.1 50000 443 6 1 40 1714420000 1714420060 vpc-1 vpc-2',
    '10.9.0.1 10.0.0.1 443 50000 6 1 900 1714420000 1714420060 vpc-2 vpc-1',
  ];
  for (const written of [lines, lines.toReversed()]) {
    const { flows } = readLog(vpcFlowLog, [tgw, ...written], { firewall });
    expect(flows).toMatchObject([{ src_vpc: 'vpc-1', dst_vpc: 'vpc-2', to_c_bytes: 900n }]);
  }
});
