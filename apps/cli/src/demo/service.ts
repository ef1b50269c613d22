import type { ProfileName } from './profile.ts';
import { homeRegion, type Region, type RegionId, regionOf, regions } from './region.ts';

/** A service: its name, addresses and port, and the profile of its sessions. */
export interface Service {
  /** Domain name; infrastructure that is reached by its address has none. */
  host?: string;
  addresses: readonly string[];
  app: string;
  protocol: 'TCP' | 'UDP' | 'ICMP';
  /** Destination port; ICMP has none. */
  port?: number;
  /** Region of the addresses; private addresses have none. */
  region?: Region;
  profile: ProfileName;
}

const remote = (last: number) => `198.51.100.${last}`;
const remoteSix = (last: number) => `2001:db8:5100::${last.toString(16)}`;
const own = (last: number) => `203.0.113.${last}`;

type Kind = Pick<Service, 'app' | 'protocol' | 'profile'> & { port: number };

const https = (profile: ProfileName): Kind => ({
  app: 'HTTPS',
  protocol: 'TCP',
  port: 443,
  profile,
});
const quic = (profile: ProfileName): Kind => ({ app: 'QUIC', protocol: 'UDP', port: 443, profile });
const http = (profile: ProfileName): Kind => ({ app: 'HTTP', protocol: 'TCP', port: 80, profile });

/** A service out on the Internet: 198.51.100.x, and 2001:db8:5100::x where it has IPv6. */
function outside(host: string, kind: Kind, id: RegionId, last: readonly number[], six = false) {
  const addresses = last.map(remote);
  if (six) addresses.push(...last.map(remoteSix));
  return { host, addresses, region: regionOf(id), ...kind } satisfies Service;
}

/** Well-known services out on the Internet, the most used first. */
const wellKnown: readonly Service[] = [
  outside('office.suite.example', https('page'), 'SG', [11, 12, 13], true),
  outside('cdn.video.example', quic('media'), 'CN', [20, 21, 22, 23], true),
  outside('www.search.example', https('page'), 'US', [31, 32], true),
  outside('chat.suite.example', https('api'), 'SG', [14, 15]),
  outside('api.payments.example', https('api'), 'DE', [41, 42]),
  outside('static.news.example', https('page'), 'CN', [50, 51], true),
  outside('drive.suite.example', https('upload'), 'SG', [16]),
  outside('git.forge.example', https('api'), 'US', [60, 61], true),
  outside(
    'mail.suite.example',
    { app: 'IMAPS', protocol: 'TCP', port: 993, profile: 'page' },
    'SG',
    [17],
  ),
  outside('updates.system.example', http('download'), 'IE', [70, 71, 72]),
  outside(
    'draw.suite.example',
    { app: 'STUN', protocol: 'UDP', port: 3478, profile: 'media' },
    'SG',
    [18, 19],
  ),
  outside('registry.packages.example', https('download'), 'NL', [80, 81], true),
  outside('telemetry.devices.example', https('api'), 'US', [33]),
  outside('maps.search.example', https('page'), 'US', [34], true),
  outside('shop.market.example', https('page'), 'CN', [52, 53]),
  outside(
    'relay.mail.example',
    { app: 'SMTP', protocol: 'TCP', port: 25, profile: 'mail' },
    'DE',
    [43, 44],
  ),
  outside(
    'git.forge.example',
    { app: 'SSH', protocol: 'TCP', port: 22, profile: 'download' },
    'US',
    [60, 61],
  ),
  outside('mirror.software.example', http('download'), 'FR', [90, 91]),
  outside('objects.cloud.example', https('upload'), 'CN', [54, 55, 56], true),
  outside('ads.network.example', https('page'), 'US', [35, 36]),
  outside('login.identity.example', https('api'), 'IE', [73]),
  outside('radio.music.example', https('media'), 'BR', [100]),
  outside(
    'files.partner.example',
    { app: 'FTP', protocol: 'TCP', port: 21, profile: 'upload' },
    'ZA',
    [110],
  ),
  outside('crm.sales.example', https('page'), 'JP', [120, 121]),
  outside(
    'desktop.support.example',
    { app: 'RDP', protocol: 'TCP', port: 3389, profile: 'tunnel' },
    'DE',
    [45],
  ),
];

const firstWords =
  'amber birch cedar coral delta ember fable grove harbor indigo juniper kestrel lagoon maple nectar opal'.split(
    ' ',
  );
const secondWords =
  'atlas bakery clinic design energy fabric garden hotel institute journal kitchen library museum optics press studio travel works'.split(
    ' ',
  );

/** A small site, which shares its hosting address with others. */
function longTailSite(name: string, spot: number): Service {
  const place = spot % regions.length;
  const last = 130 + place * 8 + (spot % 8);
  const kind = spot % 6 === 0 ? http('page') : https('page');
  return {
    host: `www.${name}.example`,
    addresses: [remote(last)],
    region: regions[place]!,
    ...kind,
  };
}

/** The long tail. */
const small: readonly Service[] = firstWords.flatMap((first, row) =>
  secondWords.map((second, column) => longTailSite(`${first}-${second}`, row * 7 + column * 5)),
);

/** All that assets open sessions to on the Internet, the most used first. */
export const internetServices: readonly Service[] = [...wellKnown, ...small];

/** What machines use day and night. */
export const maintenanceServices: readonly Service[] = [
  {
    addresses: [remote(2), remote(3)],
    app: 'DNS',
    protocol: 'UDP',
    port: 53,
    region: homeRegion,
    profile: 'lookup',
  },
  {
    host: 'time.clock.example',
    addresses: [remote(4)],
    app: 'NTP',
    protocol: 'UDP',
    port: 123,
    region: homeRegion,
    profile: 'clock',
  },
  { addresses: [remote(1)], app: 'PING', protocol: 'ICMP', region: homeRegion, profile: 'echo' },
  {
    host: 'updates.system.example',
    addresses: [remote(70)],
    region: regionOf('IE'),
    ...https('api'),
  },
  {
    host: 'repo.scanner.example',
    addresses: [remote(46), remoteSix(46)],
    region: regionOf('DE'),
    ...https('download'),
  },
];

/** What the assets publish to the Internet, the most visited first. */
export const publishedServices: readonly Service[] = [
  {
    host: 'www.acme.example',
    addresses: [own(10), own(11), '2001:db8:113::10'],
    region: homeRegion,
    ...https('page'),
  },
  {
    host: 'api.acme.example',
    addresses: [own(12), '2001:db8:113::12'],
    region: homeRegion,
    ...https('api'),
  },
  { host: 'www.acme.example', addresses: [own(10), own(11)], region: homeRegion, ...http('api') },
  {
    host: 'static.acme.example',
    addresses: [own(13), '2001:db8:113::13'],
    region: homeRegion,
    ...quic('media'),
  },
  {
    host: 'mx.acme.example',
    addresses: [own(20)],
    app: 'SMTP',
    protocol: 'TCP',
    port: 25,
    region: homeRegion,
    profile: 'upload',
  },
  {
    host: 'vpn.acme.example',
    addresses: [own(30)],
    app: 'OPENVPN',
    protocol: 'UDP',
    port: 1194,
    region: homeRegion,
    profile: 'tunnel',
  },
  {
    addresses: [own(40)],
    app: 'DNS',
    protocol: 'UDP',
    port: 53,
    region: homeRegion,
    profile: 'lookup',
  },
  {
    host: 'jump.acme.example',
    addresses: [own(31)],
    app: 'SSH',
    protocol: 'TCP',
    port: 22,
    region: homeRegion,
    profile: 'shell',
  },
  {
    addresses: [own(10), own(12), own(30)],
    app: 'PING',
    protocol: 'ICMP',
    region: homeRegion,
    profile: 'echo',
  },
  {
    host: 'sftp.acme.example',
    addresses: [own(32)],
    app: 'SSH',
    protocol: 'TCP',
    port: 2222,
    region: homeRegion,
    profile: 'upload',
  },
];

/** Public addresses through which the assets go out, and that scanners find. */
export const publicAddresses: readonly string[] = [50, 51, 52, 12, 20, 53, 31, 54].map(own);
/** The IPv6 addresses among them. */
export const publicAddressesSix: readonly string[] = [
  '2001:db8:113::50',
  '2001:db8:113::51',
  '2001:db8:113::12',
];

function inside(
  host: string,
  addresses: readonly string[],
  app: string,
  port: number,
  profile: ProfileName,
): Service {
  return { host: `${host}.corp.example`, addresses, app, protocol: 'TCP', port, profile };
}

/** What VPCs use of each other. */
export const innerServices: readonly Service[] = [
  inside('orders-db', ['10.30.1.10', '10.30.1.11'], 'MYSQL', 3306, 'database'),
  inside('cache', ['10.30.2.20', '10.30.2.21', '10.30.2.22'], 'REDIS', 6379, 'cache'),
  inside('catalog', ['172.16.8.5', '172.16.8.6'], 'HTTP', 8080, 'api'),
  { addresses: ['10.30.0.53'], app: 'DNS', protocol: 'UDP', port: 53, profile: 'lookup' },
  inside('events', ['10.30.3.31', '10.30.3.32', '10.30.3.33'], 'KAFKA', 9092, 'upload'),
  inside('users-db', ['10.30.1.20'], 'POSTGRESQL', 5432, 'database'),
  inside('directory', ['10.30.0.89'], 'LDAPS', 636, 'api'),
  inside('search', ['172.16.9.15', '172.16.9.16'], 'HTTPS', 9200, 'api'),
  inside('files', ['10.30.4.40'], 'SMB', 445, 'download'),
  { addresses: ['10.30.0.1', '172.16.0.1'], app: 'PING', protocol: 'ICMP', profile: 'echo' },
  inside('build', ['172.16.20.7'], 'SSH', 22, 'shell'),
];

/** What branches use over their virtual gateway. */
export const branchServices: readonly Service[] = [
  inside('erp', ['10.30.10.10', '10.30.10.11'], 'HTTPS', 443, 'page'),
  inside('files', ['10.30.4.40'], 'SMB', 445, 'download'),
  {
    host: 'phone.corp.example',
    addresses: ['10.30.11.5'],
    app: 'SIP',
    protocol: 'UDP',
    port: 5060,
    profile: 'api',
  },
  { addresses: ['10.30.0.53'], app: 'DNS', protocol: 'UDP', port: 53, profile: 'lookup' },
  inside('desktops', ['10.30.12.20', '10.30.12.21'], 'RDP', 3389, 'tunnel'),
];
