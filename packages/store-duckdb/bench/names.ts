import { addressRanges, nameCounts } from './traffic.ts';

/*
 * What the numbers of `traffic.ts` are called: tables from number to name, one a kind, in a
 * database that holds the rows.
 */

/** Log types, directions, protocols and actions, their numbers counted from 1. */
export const words = {
  log_type: ['internet', 'nat', 'vpc'],
  direction: ['in2out', 'out2in'],
  protocol: ['TCP', 'UDP', 'ICMP'],
  action: ['permit', 'deny', 'drop'],
} as const;

/** Firewalls by their number, from 1. */
export function firewallName(number: number): string {
  return `c598d612-8112-465c-bffd-${number.toString(16).padStart(12, '0')}`;
}

/** Virtual gateways by their number, from 1. */
export function vgwName(number: number): string {
  return `7a1f0c9e-2b44-4f0e-9d3c-${number.toString(16).padStart(12, '0')}`;
}

/*
 * Inside: 10/8, and with it every fourth of our services. The others, and outside: public addresses,
 * one in thirty of them IPv6. An odd factor scatters the numbers over 2^30 places, each to its own.
 */
const place = '(number::BIGINT * 668265263 % 1073741824)';
const { asset, resolver, site } = addressRanges;

/** What the address with a `number` is called, in SQL. */
export const addressName = `CASE
  WHEN number < ${asset} OR number BETWEEN ${resolver} AND ${site - 1}
    OR (number < ${resolver} AND number % 4 = 0)
    THEN format('10.{}.{}.{}', number // 65025, number // 255 % 255, 1 + number % 255)
  WHEN number % 30 = 7
    THEN format('2400:{:x}:{:x}::{:x}', 1 + number // 65536, 1 + number % 65536, 1 + number % 251)
  ELSE format('{}.{}.{}.{}', 20 + ${place} // 16777216, ${place} // 65536 % 256,
    ${place} // 256 % 256, ${place} % 256)
  END`;

/** Statements that make the tables `<kind>_names (number, name)` beside the table `rows`. */
export const nameTables = [
  ...Object.entries(words).map(([kind, list]) => listTable(kind, [...list])),
  listTable('firewall', count(nameCounts.firewall).map(firewallName)),
  listTable('vgw', count(nameCounts.vgw).map(vgwName)),
  listTable('app', appNames()),
  listTable(
    'region',
    count(nameCounts.region).map((number) => `Region ${number}`),
  ),
  // A site has ten hosts at most; our own services come after the sites.
  `CREATE TABLE host_names AS
   SELECT number, CASE WHEN number >= 300000
     THEN format('service-{}.example.com', number - 300000)
     ELSE format('{}.site-{}.example', ['www', 'api', 'cdn', 'img', 'static', 'login', 'ads', 'm', 'video', 'events'][1 + number % 10], number // 10)
   END AS name
   FROM (SELECT DISTINCT host AS number FROM rows WHERE host IS NOT NULL) ORDER BY number`,
  `CREATE TABLE address_names AS
   SELECT number, ${addressName} AS name
   FROM (SELECT src AS number FROM rows UNION SELECT dst FROM rows) ORDER BY number`,
];

function appNames(): string[] {
  const known = ['HTTPS', 'HTTP', 'DNS', 'ICMP', 'UNKNOWN'];
  return count(nameCounts.app).map((number) => known[number - 1] ?? `App ${number}`);
}

function listTable(kind: string, names: string[]): string {
  const values = names.map((name, place) => `(${place + 1}, '${name}')`).join(', ');
  return `CREATE TABLE ${kind}_names AS FROM (VALUES ${values}) AS names (number, name)`;
}

function count(length: number): number[] {
  return Array.from({ length }, (_, place) => place + 1);
}
