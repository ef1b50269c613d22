import type { Direction } from '@cfw-flow/types';
import { answered, unanswered } from './profile.ts';
import { between, count, type Random, randomFrom, weighted, zipf } from './random.ts';
import { homeRegion, regions } from './region.ts';
import { activity, type Rhythm } from './rhythm.ts';
import {
  branchServices,
  innerServices,
  internetServices,
  publicAddresses,
  publicAddressesSix,
  publishedServices,
  type Service,
  maintenanceServices,
} from './service.ts';
import { logged, type LoggedFlow, type Session } from './session.ts';
import type { Span, Stories } from './stories.ts';
import { visitor } from './visitor.ts';

/** Traffic with one cause. */
interface Stream {
  rhythm: Rhythm;
  /** Flows per second in its busiest hour. */
  rate: number;
  draw: (random: Random) => Session;
}

const popularService = zipf(internetServices, 1.05);
const maintenanceService = weighted(
  maintenanceServices,
  (_service, index) => [46, 22, 14, 12, 6][index]!,
);
const publishedService = zipf(publishedServices, 1.1);
const innerService = zipf(innerServices, 0.8);
const branchService = zipf(branchServices, 0.7);

const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const workstation = zipf(
  numbers(140).map((n) => `10.20.${1 + (n % 4)}.${20 + Math.floor(n / 4) * 3}`),
  0.6,
);
const innerClient = zipf(
  numbers(48).map((n) => (n % 3 === 0 ? `10.40.${n}.8` : `172.16.${16 + (n % 5)}.${30 + n}`)),
  0.7,
);
const publicAddress = zipf(publicAddresses, 0.9);
const publicAddressSix = zipf(publicAddressesSix, 0.7);

const branches = [
  { vgw_id: '0f5b7b1e-3c0a-4a38-9d4b-3f1f5a0f4c11', network: '192.168.10', seats: 60 },
  { vgw_id: '7d1c2a54-91be-4f0e-8a63-5b0e6f2d9c37', network: '192.168.24', seats: 25 },
] as const;
const branch = weighted(branches, ({ seats }) => seats);

const isSix = (address: string) => address.includes(':');
const pick = <T>(random: Random, items: readonly T[]) =>
  items[between(random, 0, items.length - 1)]!;

/** Addresses of port scanners, each with its region: the last block of 192.0.2.0/24. */
const scanner = zipf(
  (['NL', 'BG', 'US', 'BR', 'CN', 'KE'] as const).flatMap((id, index) => {
    const region = regions.find((region) => region.id === id)!;
    return numbers(4).map((n) => ({ address: `192.0.2.${226 + index * 4 + n}`, region }));
  }),
  0.9,
);
const scannedPort = zipf(
  [
    23, 22, 3389, 445, 8080, 80, 443, 5900, 3306, 1433, 6379, 2375, 5432, 8443, 9200, 21, 8888,
    5060,
  ],
  0.8,
);

const streams: readonly Stream[] = [
  // Servers and gateways with a public address of their own go out.
  {
    rhythm: 'public',
    rate: 0.15,
    draw: (random) => outbound(random, 'internet', popularService(random)),
  },
  {
    rhythm: 'machine',
    rate: 0.044,
    draw: (random) => outbound(random, 'internet', maintenanceService(random)),
  },
  // People at work go out through the NAT gateway.
  {
    rhythm: 'office',
    rate: 0.51,
    draw: (random) => outbound(random, 'nat', popularService(random)),
  },
  {
    rhythm: 'machine',
    rate: 0.06,
    draw: (random) => outbound(random, 'nat', maintenanceService(random)),
  },
  { rhythm: 'public', rate: 0.21, draw: inbound },
  { rhythm: 'scanner', rate: 0.052, draw: scan },
  { rhythm: 'machine', rate: 0.068, draw: (random) => eastWest(random, 'in2out') },
  { rhythm: 'office', rate: 0.076, draw: (random) => eastWest(random, 'out2in') },
  { rhythm: 'office', rate: 0.044, draw: branchOffice },
];

function outbound(random: Random, log_type: 'internet' | 'nat', service: Service): Session {
  const servers =
    log_type === 'nat' ? service.addresses.filter((a) => !isSix(a)) : service.addresses;
  const server = pick(random, servers);
  const asset = isSix(server) ? publicAddressSix : publicAddress;
  const nat = log_type === 'nat';
  // A few sessions are denied, above all those to remote desktops.
  const denied = random() < (service.app === 'RDP' ? 0.4 : 0.004);
  return {
    log_type,
    direction: 'in2out',
    client: nat ? workstation(random) : asset(random),
    clientRegion: nat ? undefined : homeRegion,
    service,
    server,
    ...(denied
      ? { action: 'deny', load: unanswered(random, service.protocol) }
      : { action: 'permit', load: answered(random, service.profile, service.protocol) }),
  };
}

function inbound(random: Random): Session {
  const service = publishedService(random);
  const server = pick(random, service.addresses);
  const { address, region } = visitor(random, isSix(server));
  return {
    log_type: 'internet',
    direction: 'out2in',
    client: address,
    clientRegion: region,
    service,
    server,
    action: 'permit',
    load: answered(random, service.profile, service.protocol),
  };
}

function scan(random: Random): Session {
  const { address, region } = scanner(random);
  const port = random() < 0.6 ? scannedPort(random) : between(random, 1, 65_535);
  const server = publicAddress(random);
  const protocol = random() < 0.9 ? 'TCP' : 'UDP';
  return {
    log_type: 'internet',
    direction: 'out2in',
    client: address,
    clientRegion: region,
    service: {
      addresses: publicAddresses,
      app: 'UNKNOWN',
      protocol,
      port,
      region: homeRegion,
      profile: 'api',
    },
    server,
    action: random() < 0.8 ? 'deny' : 'permit',
    load: unanswered(random, protocol),
  };
}

function eastWest(random: Random, direction: Direction): Session {
  const service = innerService(random);
  return {
    log_type: 'vpc',
    direction,
    client: innerClient(random),
    service,
    server: pick(random, service.addresses),
    action: 'permit',
    load: answered(random, service.profile, service.protocol),
  };
}

function branchOffice(random: Random): Session {
  const { vgw_id, network, seats } = branch(random);
  const service = branchService(random);
  return {
    log_type: 'vgw',
    direction: random() < 0.85 ? 'out2in' : 'in2out',
    client: `${network}.${between(random, 10, 9 + seats)}`,
    service,
    server: pick(random, service.addresses),
    vgw_id,
    action: 'permit',
    load: answered(random, service.profile, service.protocol),
  };
}

/** A second of the traffic. */
export interface Moment {
  /** Seed of the random traffic. */
  seed: number;
  /** Seconds since 1970 UTC. */
  second: number;
  /** What happens beside the usual traffic. */
  stories?: Stories;
}

/** The flows that end in a second, in the order of their ends: always the same for the same moment. */
export function flowsEndingIn({ seed, second, stories }: Moment): LoggedFlow[] {
  const usual = usualSessions(seed, second);
  const flows = stories === undefined ? usual : withStories(usual, stories, seed, second);
  return flows.sort((one, other) => one.end_time - other.end_time);
}

function usualSessions(seed: number, second: number): LoggedFlow[] {
  const random = randomFrom(seed, second);
  const flows: LoggedFlow[] = [];
  for (const { rhythm, rate, draw } of streams) {
    for (let left = count(random, rate * activity(rhythm, second)); left > 0; left -= 1) {
      flows.push(logged(random, draw(random), second));
    }
  }
  return flows;
}

function withStories(
  usual: readonly LoggedFlow[],
  { extra, outages }: Stories,
  seed: number,
  second: number,
): LoggedFlow[] {
  const isNow = ({ start, end }: Span) => start <= second && second < end;
  const hostsDown = outages.filter(isNow).map(({ host }) => host);
  const flows = usual.filter(({ dst_host = '' }) => !hostsDown.includes(dst_host));
  for (const [index, { rate, draw, ...span }] of extra.entries()) {
    if (!isNow(span)) continue;
    // Numbers of its own: the usual traffic is the same with a story and without.
    const random = randomFrom(seed, second, index);
    for (let left = count(random, rate); left > 0; left -= 1) {
      flows.push(logged(random, draw(random), second));
    }
  }
  return flows;
}
