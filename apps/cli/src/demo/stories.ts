import { answered, unanswered } from './profile.ts';
import { between, type Random, weighted } from './random.ts';
import { homeRegion, type Region, regionOf } from './region.ts';
import { publicAddresses, publishedServices, type Service } from './service.ts';
import type { Session } from './session.ts';
import { visitor } from './visitor.ts';

/*
 * What an operator can find in the demo. The guide "Stories in the demo" lists it with its times.
 */

/** A span of time: seconds since 1970 UTC, the end not included. */
export interface Span {
  start: number;
  end: number;
}

/** Sessions beside the usual ones. */
export interface ExtraTraffic extends Span {
  /** Flows per second. */
  rate: number;
  draw: (random: Random) => Session;
}

/** A time in which nobody reaches a host. */
export interface Outage extends Span {
  host: string;
}

/** What happens in the demo beside its usual traffic. */
export interface Stories {
  extra: readonly ExtraTraffic[];
  outages: readonly Outage[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The stories of a demo.
 *
 * @param now - start of the feed, seconds since 1970 UTC
 */
export function storiesAround(now: number): Stories {
  const night = lastNight(now);
  const release = now - 2 * DAY - 6 * HOUR;
  const outage = { start: now - 5 * HOUR, end: now - 4 * HOUR - 20 * MINUTE };
  return {
    extra: [
      { start: now - 40 * MINUTE, end: now - 30 * MINUTE, rate: 1.5, draw: portScan },
      { start: now + 10 * MINUTE, end: now + 15 * MINUTE, rate: 1.5, draw: portScan },
      { start: night, end: night + HOUR, rate: 0.06, draw: exfiltration },
      { start: release, end: Number.POSITIVE_INFINITY, rate: 0.03, draw: newHost },
      { start: outage.end, end: outage.end + 10 * MINUTE, rate: 0.8, draw: retry },
    ],
    outages: [{ ...outage, host: website.host! }],
  };
}

/** The latest 02:00 UTC that is half an hour ago, so that at least half of that hour is over. */
function lastNight(now: number): number {
  const latest = now - HOUR / 2;
  return latest - ((latest - 2 * HOUR) % DAY);
}

const scannedService: Omit<Service, 'port'> = {
  addresses: ['203.0.113.31'],
  app: 'UNKNOWN',
  protocol: 'TCP',
  region: homeRegion,
  profile: 'api',
};

/** One address outside tries the ports of one server. */
function portScan(random: Random): Session {
  return {
    log_type: 'internet',
    direction: 'out2in',
    client: '192.0.2.250',
    clientRegion: regionOf('BG'),
    service: { ...scannedService, port: between(random, 1, 10_000) },
    server: scannedService.addresses[0]!,
    action: 'deny',
    load: unanswered(random, 'TCP'),
  };
}

/** A region that nothing else of the demo has. */
const newRegion: Region = { id: 'IS', name: 'Iceland' };

const dropBox: Service = {
  host: 'drop.storage.example',
  addresses: ['198.51.100.250'],
  app: 'HTTPS',
  protocol: 'TCP',
  port: 443,
  region: newRegion,
  profile: 'bulkUpload',
};

/** One workstation sends gigabytes to a region that nobody else talks to. */
function exfiltration(random: Random): Session {
  return {
    log_type: 'nat',
    direction: 'in2out',
    client: '10.20.2.50',
    service: dropBox,
    server: dropBox.addresses[0]!,
    action: 'permit',
    load: answered(random, dropBox.profile, dropBox.protocol),
  };
}

const metrics: Service = {
  host: 'metrics.vendor.example',
  addresses: ['198.51.100.251'],
  app: 'HTTPS',
  protocol: 'TCP',
  port: 443,
  region: regionOf('IE'),
  profile: 'api',
};

const anyServer = weighted(publicAddresses.slice(0, 3), () => 1);

/** Since a release, three servers report to a host that they did not know before. */
function newHost(random: Random): Session {
  return {
    log_type: 'internet',
    direction: 'in2out',
    client: anyServer(random),
    clientRegion: homeRegion,
    service: metrics,
    server: metrics.addresses[0]!,
    action: 'permit',
    load: answered(random, metrics.profile, metrics.protocol),
  };
}

/** The service that fails: the most visited one. */
const website = publishedServices[0]!;

/** Visitors try again, all at once. */
function retry(random: Random): Session {
  const { address, region } = visitor(random, false);
  return {
    log_type: 'internet',
    direction: 'out2in',
    client: address,
    clientRegion: region,
    service: website,
    server: website.addresses[0]!,
    action: 'permit',
    load: answered(random, 'api', website.protocol),
  };
}
