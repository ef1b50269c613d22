import { ltsTrafficLog, readFlow } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { activity } from './rhythm.ts';
import { storiesAround } from './stories.ts';
import type { LoggedFlow } from './session.ts';
import { flowsEndingIn } from './traffic.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** A Wednesday. */
const WEDNESDAY = Date.UTC(2026, 10, 18) / 1000;

function flowsOf(start: number, end: number, seed = 1): LoggedFlow[] {
  const flows: LoggedFlow[] = [];
  for (let second = start; second < end; second += 1) {
    flows.push(...flowsEndingIn({ seed, second }));
  }
  return flows;
}

function distinct(values: readonly (string | undefined)[]): number {
  return new Set(values.filter((value) => value !== undefined)).size;
}

const day = flowsOf(WEDNESDAY, WEDNESDAY + DAY);

describe('the demo traffic', () => {
  it('is the same for the same seed and second', () => {
    const moment = { seed: 1, second: WEDNESDAY + 10 * HOUR };
    expect(flowsEndingIn(moment)).toEqual(flowsEndingIn(moment));
    expect(flowsEndingIn({ ...moment, seed: 2 })).not.toEqual(flowsEndingIn(moment));
    expect(flowsEndingIn({ ...moment, second: moment.second + 1 })).not.toEqual(
      flowsEndingIn(moment),
    );
  });

  it('stays as it was released, so that a seed keeps its meaning', () => {
    const flows = flowsOf(WEDNESDAY + 10 * HOUR, WEDNESDAY + 10 * HOUR + 5, 8239);
    expect(flows.map(({ src_ip, dst_ip, app, end_time }) => [src_ip, dst_ip, app, end_time]))
      .toMatchInlineSnapshot(`
      [
        [
          "10.20.4.122",
          "198.51.100.13",
          "HTTPS",
          1794996000761,
        ],
        [
          "10.20.4.92",
          "198.51.100.219",
          "HTTPS",
          1794996001775,
        ],
        [
          "10.20.1.23",
          "198.51.100.157",
          "HTTPS",
          1794996003338,
        ],
        [
          "10.20.1.26",
          "198.51.100.46",
          "HTTPS",
          1794996003743,
        ],
        [
          "10.20.4.41",
          "198.51.100.16",
          "HTTPS",
          1794996004639,
        ],
        [
          "203.0.113.20",
          "198.51.100.139",
          "HTTPS",
          1794996004903,
        ],
      ]
    `);
  });

  it('has flows that end within their second, and in order', () => {
    const stories = storiesAround(WEDNESDAY + 11 * HOUR);
    for (let second = WEDNESDAY + 10 * HOUR; second < WEDNESDAY + 11 * HOUR; second += 1) {
      const ends = flowsEndingIn({ seed: 1, second, stories }).map(({ end_time }) => end_time);
      expect(ends).toEqual(ends.toSorted((one, other) => one - other));
      expect(ends.every((end) => Math.floor(end / 1000) === second)).toBe(true);
    }
  });

  it('is between 40 000 and 90 000 flows on a working day', () => {
    expect(day.length).toBeGreaterThan(40_000);
    expect(day.length).toBeLessThan(90_000);
  });

  it('is all flows to a store', () => {
    const bad = day
      .map((flow) => readFlow(ltsTrafficLog, JSON.stringify(flow), FIREWALL))
      .filter((read) => 'reason' in read);
    expect(bad).toEqual([]);
  });

  it('uses addresses of documentation and private ranges only', () => {
    const allowed =
      /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|2001:db8:)/;
    const addresses = new Set(day.flatMap(({ src_ip, dst_ip }) => [src_ip, dst_ip]));
    expect([...addresses].filter((address) => !allowed.test(address))).toEqual([]);
    expect([...addresses].some((address) => address.includes(':'))).toBe(true);
  });

  it('names hosts under .example only', () => {
    const hosts = new Set(day.flatMap(({ dst_host }) => dst_host ?? []));
    expect(hosts.size).toBeGreaterThan(100);
    expect([...hosts].filter((host) => !host.endsWith('.example'))).toEqual([]);
  });

  it('gives every border, direction and item something to show', () => {
    const borders = new Set(day.map(({ log_type, direction }) => `${log_type} ${direction}`));
    expect([...borders].toSorted()).toEqual([
      'internet in2out',
      'internet out2in',
      'nat in2out',
      'vgw in2out',
      'vgw out2in',
      'vpc in2out',
      'vpc out2in',
    ]);
    const internet = day.filter(({ log_type }) => log_type === 'internet');
    expect(distinct(internet.map(({ src_ip }) => src_ip))).toBeGreaterThan(200);
    expect(distinct(internet.map(({ dst_ip }) => dst_ip))).toBeGreaterThan(50);
    expect(distinct(internet.map(({ dst_port }) => dst_port))).toBeGreaterThan(100);
    expect(distinct(internet.map(({ protocol }) => protocol))).toBe(3);
    expect(distinct(internet.map(({ dst_host }) => dst_host))).toBeGreaterThan(50);
    expect(distinct(internet.map(({ app }) => app))).toBeGreaterThan(8);
    expect(distinct(internet.map(({ src_region_name }) => src_region_name))).toBeGreaterThan(10);
    expect(distinct(internet.map(({ dst_region_name }) => dst_region_name))).toBeGreaterThan(5);
    expect(internet.some((flow) => flow.src_region_name === 'Chinese Mainland')).toBe(true);
    const answered = internet.filter((flow) => flow.direction === 'out2in' && flow.to_c_bytes > 0);
    expect(distinct(answered.map(({ dst_port }) => dst_port))).toBeGreaterThan(4);
    const gateways = day.filter(({ log_type }) => log_type === 'vgw').map(({ vgw_id }) => vgw_id);
    expect(distinct(gateways)).toBe(2);
    expect(gateways).not.toContain(undefined);
  });

  it('names the VPC of each of its own addresses, so that VPCs can be told apart', () => {
    const inner = day.filter(({ log_type }) => log_type === 'vpc');
    expect(inner.every(({ src_vpc, dst_vpc }) => src_vpc && dst_vpc)).toBe(true);
    expect(inner.some(({ src_vpc, dst_vpc }) => src_vpc !== dst_vpc)).toBe(true);
    expect(distinct(day.flatMap(({ src_vpc, dst_vpc }) => [src_vpc, dst_vpc]))).toBe(5);
    const nat = day.filter(({ log_type }) => log_type === 'nat');
    expect(new Set(nat.map(({ src_vpc, dst_vpc }) => `${src_vpc} ${dst_vpc}`))).toEqual(
      new Set(['vpc-office undefined']),
    );
  });

  it('has scanners that knock at many ports and get no answer', () => {
    const knocks = day.filter(({ app }) => app === 'UNKNOWN');
    expect(new Set(knocks.map(({ dst_port }) => dst_port)).size).toBeGreaterThan(100);
    expect(knocks.every((flow) => flow.direction === 'out2in' && flow.to_c_bytes === 0)).toBe(true);
  });

  it('has ICMP without ports and all else with ports', () => {
    const odd = day.filter(
      ({ protocol, src_port, dst_port }) =>
        (protocol === 'ICMP') !== (src_port === undefined) ||
        (protocol === 'ICMP') !== (dst_port === undefined),
    );
    expect(odd).toEqual([]);
    expect(day.some(({ protocol }) => protocol === 'ICMP')).toBe(true);
  });

  it('keeps a host at its addresses, ports and region', () => {
    const mail = day.filter(({ dst_host }) => dst_host === 'mail.suite.example');
    expect(
      new Set(mail.map((flow) => `${flow.dst_ip} ${flow.dst_port} ${flow.dst_region_name}`)),
    ).toEqual(new Set(['198.51.100.17 993 Singapore']));
  });

  it('has hosts of very different popularity', () => {
    const counts = Object.values(
      Object.groupBy(
        day.filter(({ log_type }) => log_type === 'nat'),
        ({ dst_host }) => dst_host ?? '',
      ),
    ).map((flows) => flows?.length ?? 0);
    counts.sort((one, other) => other - one);
    expect(counts[0]).toBeGreaterThan(50 * counts[100]!);
  });

  it('adds up: bytes and packets are those of both directions', () => {
    const odd = day.filter(
      (flow) =>
        flow.bytes !== flow.to_s_bytes + flow.to_c_bytes ||
        flow.packets !== flow.to_s_pkts + flow.to_c_pkts ||
        flow.start_time > flow.end_time,
    );
    expect(odd).toEqual([]);
  });

  it('is busier by day than by night, and at work than on Sunday', () => {
    const at = (hour: number) => flowsOf(WEDNESDAY + hour * HOUR, WEDNESDAY + (hour + 1) * HOUR);
    expect(at(10).length).toBeGreaterThan(3 * at(3).length);
    const sunday = WEDNESDAY + 4 * DAY;
    const onSunday = flowsOf(sunday + 10 * HOUR, sunday + 11 * HOUR);
    expect(at(10).length).toBeGreaterThan(1.5 * onSunday.length);
    expect(activity('office', sunday)).toBeLessThan(activity('office', WEDNESDAY));
  });
});
