import { AssetType, Direction, type FlowItem, LogType } from '@cfw-flow/types';
import fc from 'fast-check';
import type { Enrichment } from '../enrichment/enrichment.ts';
import type { FlowRecord } from '../flow.ts';
import { canonicalHost } from '../host-name.ts';
import { isPortless } from '../protocols.ts';
import type { FlowSelection } from '../queries/flow-selection.ts';

/** Three firewalls, so that questions hit flows of others too. */
const firewalls = [
  'c598d612-8112-465c-bffd-863d4ce85a50',
  '11111111-2222-4333-8444-555555555555',
  'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
];
const gateways = [
  '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c11',
  '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c12',
  '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c13',
];
/** Ids, names, and texts that other columns have, too. */
const vpcs = ['d644a32b-0a1c-4f5e-9d2b-7c3a5e8f1b20', 'vpc-0a1b2c3d', 'vpc', 'HTTP', '中国'];
/** Public and private, IPv4 and IPv6, at the borders of the private networks. */
const addresses = [
  '192.0.2.1',
  '198.51.100.77',
  '10.0.0.1',
  '9.255.255.255',
  '11.0.0.0',
  '172.15.255.255',
  '172.16.0.0',
  '172.31.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.64.0.0',
  '100.127.255.255',
  '100.128.0.0',
  '169.254.1.1',
  '192.168.1.10',
  '127.0.0.1',
  '::1',
  '::',
  '2001:db8::1',
  '2001:db8:0:1::',
  'fc00::1',
  'fdff::1',
  'fe00::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
];
/** Names whose order by UTF-16 code unit and by code point differ. */
const names = ['Bulgaria', 'Chinese Mainland', '中国', '\u{1F600}', '\uFFFD', 'a', 'Z'];

const start = Date.UTC(2025, 6, 1);

/** Times that often meet, so that ties and window borders are common. */
const time = fc
  .oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 7 * 86_400_000 }))
  .map((offset) => start + offset);

/** Byte counts from nothing to the greatest that a log can carry. */
const bytes = fc.oneof(fc.constantFrom(0n, 1n, 1000n), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }));

const hosts = ['www.test.com', 'a.example', 'b.example'];
const hostNames = names.map(canonicalHost);

const ports = [0, 22, 53, 80, 443, 8080, 9, 10, 65_535];
const protocols = ['TCP', 'UDP', 'ICMP', 'ICMPV6', 'GRE'];
const apps = ['HTTP', 'HTTPS', 'DNS', 'SSH', 'PING', ...names];

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Flow records of any kind, their values few enough to form groups. */
export const flowRecords: fc.Arbitrary<FlowRecord> = fc
  .record({
    fw_instance_id: fc.constantFrom(...firewalls),
    log_type: fc.constantFrom(...Object.values(LogType)),
    direction: fc.constantFrom(...Object.values(Direction)),
    src_ip: fc.constantFrom(...addresses),
    src_port: some(fc.integer({ min: 0, max: 65_535 })),
    dst_ip: fc.constantFrom(...addresses),
    dst_port: some(fc.constantFrom(...ports)),
    protocol: fc.constantFrom(...protocols),
    app: some(fc.constantFrom(...apps)),
    dst_host: some(fc.constantFrom(...hosts, ...hostNames)),
    src_region_name: some(fc.constantFrom(...names)),
    dst_region_name: some(fc.constantFrom(...names)),
    src_vpc: some(fc.constantFrom(...vpcs)),
    dst_vpc: some(fc.constantFrom(...vpcs)),
    vgw_id: some(fc.constantFrom(...gateways)),
    to_s_bytes: bytes,
    to_c_bytes: bytes,
    start_time: some(time),
    end_time: time,
  })
  .map((flow) => withoutAbsent(flow));

function withoutAbsent(flow: { [Field in keyof FlowRecord]?: FlowRecord[Field] | undefined }) {
  const portless = isPortless(flow.protocol ?? '');
  return Object.fromEntries(
    Object.entries(flow).filter(
      ([field, value]) => value !== undefined && !(portless && field.endsWith('_port')),
    ),
  ) as unknown as FlowRecord;
}

const selection = {
  fw_instance_id: fc.constantFrom(...firewalls),
  log_type: fc.constantFrom(...Object.values(LogType)),
  window: fc
    .uniqueArray(time, { minLength: 2, maxLength: 2 })
    .map(([a, b]) => ({ start: Math.min(a!, b!), end: Math.max(a!, b!) })),
  direction: fc.constantFrom(...Object.values(Direction)),
  vgw_id: fc.uniqueArray(fc.constantFrom(...gateways), { minLength: 1 }),
  asset_type: fc.constantFrom(...Object.values(AssetType)),
};

/**
 * Questions of any kind about {@link flowRecords}: what all of them may ask, and what those of one
 * operation ask beside it.
 *
 * @param own - that part
 * @param optional - what of it may be left out
 */
export function questionsWith<Own extends object, Optional extends keyof Own & string = never>(
  own: { [Name in keyof Own]-?: fc.Arbitrary<Own[Name]> },
  optional: readonly Optional[] = [],
): fc.Arbitrary<FlowSelection & Own> {
  const model = { ...selection, ...own };
  const mayLack = new Set<string>(['direction', 'vgw_id', 'asset_type', ...optional]);
  const requiredKeys = Object.keys(model).filter((name) => !mayLack.has(name));
  return fc.record(model, { requiredKeys: requiredKeys as never[] }) as unknown as fc.Arbitrary<
    FlowSelection & Own
  >;
}

/** Values that {@link flowRecords} have, by what questions ask for. */
export const values: Readonly<Record<FlowItem | 'vpc', readonly string[]>> = {
  src_ip: addresses,
  dst_ip: addresses,
  dst_port: ports.map(String),
  protocol: protocols,
  app: apps,
  dst_host: [...hosts, ...hostNames],
  src_region_name: names,
  dst_region_name: names,
  vpc: vpcs,
};

/** Names for some of these values. */
function namesFor(values: readonly string[], known: readonly string[]) {
  return fc
    .array(some(fc.constantFrom(...known)), {
      minLength: values.length,
      maxLength: values.length,
    })
    .map((found) => new Map(values.map((value, place) => [value, found[place]])));
}

/** What may be known of the addresses and hosts of {@link flowRecords}. */
export const enrichments: fc.Arbitrary<Enrichment> = fc
  .record({
    regions: namesFor(addresses, names),
    risks: namesFor(addresses, ['drop', 'feodo', 'drop, feodo', ...names]),
    riskHosts: namesFor([...hosts, ...hostNames], ['urlhaus', 'drop', ...names]),
  })
  .map(({ regions, risks, riskHosts }) => ({
    region: (address) => regions.get(address),
    risk: (address) => risks.get(address),
    riskHost: (host) => riskHosts.get(host),
  }));
