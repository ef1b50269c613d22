import { canonicalAddress } from '../address.ts';
import { atOnce, inTurns, type Steps } from '../steps.ts';
import { ipv4Bits, ipv6Bits } from './address-number.ts';
import { type BadLine, maxBadLines, quoted } from './bad-line.ts';
import { comparableHost, isHostName } from './host-name.ts';

/** Addresses from the first to the last, both included, as numbers of their bits. */
export interface AddressRange<Bits extends number | bigint> {
  /** The lowest address. */
  readonly first: Bits;
  /** The highest one. */
  readonly last: Bits;
}

/** What a threat list says. */
export interface ThreatList {
  /** IPv4 addresses and networks, in the order of the list; they may overlap. */
  ipv4: AddressRange<number>[];
  /** The same of IPv6. */
  ipv6: AddressRange<bigint>[];
  /** Hosts, comparable; each stands for its subdomains, too. */
  hosts: string[];
  /** Lines that are neither entries, comments nor empty. */
  bad: number;
  /** The first of them, at most 100. */
  badLines: BadLine[];
}

/**
 * Reads a threat list, line by line, in any of these forms, mixed as they come:
 *
 * - an address or a network (CIDR), IPv4 or IPv6: plain lists, FireHOL `.netset` and `.ipset`
 * - a network and its record, `192.0.2.0/24 ; SBL1`: Spamhaus DROP as text
 * - a JSON object with `cidr`: Spamhaus DROP as JSON lines, whose metadata are passed over
 * - a host; `*.bad.example` and `.bad.example` mean `bad.example` with its subdomains, as any host
 * - `0.0.0.0 bad.example`: hosts files, whose own names such as `localhost` are passed over
 *
 * `#`, `;` and `//` begin a comment at the start of a line, `#` and `;` also after white space.
 */
export function parseThreatList(text: string): ThreatList {
  return atOnce(parsing(text));
}

/** Reads a threat list like {@link parseThreatList}, and lets others have their turn meanwhile. */
export function parseThreatListInTurns(text: string): Promise<ThreatList> {
  return inTurns(parsing(text));
}

/** Lines that are read in a step. */
const linesAtATime = 256;

function* parsing(text: string): Steps<ThreatList> {
  const list: ThreatList = { ipv4: [], ipv6: [], hosts: [], bad: 0, badLines: [] };
  let line = 0;
  for (const [written] of text.replace(/^\uFEFF/, '').matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    line++;
    if (line % linesAtATime === 0) yield;
    const entry = withoutComment(written);
    if (entry === '') continue;
    const reason = entry.startsWith('{') ? readJson(entry, list) : readWords(entry, list);
    if (reason === undefined) continue;
    if (list.bad++ < maxBadLines) list.badLines.push({ line, reason });
  }
  return list;
}

function withoutComment(line: string): string {
  const text = line.trim();
  if (text.startsWith('{')) return text;
  if (/^(?:[#;]|\/\/)/.test(text)) return '';
  return text.replace(/\s+[#;].*$/, '');
}

/** What is wrong with an entry. */
type Complaint = string | undefined;

function readJson(text: string, list: ThreatList): Complaint {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${(error as SyntaxError).message}`;
  }
  const { cidr, type } = value as { cidr?: unknown; type?: unknown };
  if (typeof cidr === 'string') return readWord(cidr, list);
  return type === 'metadata' ? undefined : 'a JSON object without "cidr"';
}

function readWords(entry: string, list: ThreatList): Complaint {
  const [first, ...names] = entry.split(/\s+/) as [string, ...string[]];
  if (names.length === 0) return readWord(first, list);
  const address = canonicalAddress(withoutZone(first));
  if (address === undefined) return `${quoted(entry)} is more than one word`;
  // Lines that a hosts file has for the machine itself.
  if (names.every(isLocalName)) return undefined;
  if (!['0.0.0.0', '127.0.0.1', '::', '::1'].includes(address)) {
    return `${quoted(entry)} gives a host an address: a hosts file that blocks has 0.0.0.0 there`;
  }
  const complaints = names.filter((name) => !isLocalName(name)).map((name) => readHost(name, list));
  return complaints.find((complaint) => complaint !== undefined);
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

function isLocalName(name: string): boolean {
  return (
    name === '0.0.0.0' ||
    /^(?:localhost(?:\.localdomain)?|local|broadcasthost|ip6-\w+)$/i.test(name)
  );
}

function readWord(word: string, list: ThreatList): Complaint {
  const [address = '', prefix, ...rest] = word.split('/');
  const canonical = canonicalAddress(address);
  if (canonical === undefined) return readHost(word, list);
  const most = canonical.includes(':') ? 128 : 32;
  if (prefix === undefined) return addNetwork(list, canonical, most, word);
  // The bits of an IPv4-mapped network are counted as those of IPv6.
  const mapped = address.includes(':') && most === 32 ? 96 : 0;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) - mapped : Number.NaN;
  if (rest.length === 0 && bits >= 0 && bits <= most) {
    return addNetwork(list, canonical, bits, word);
  }
  return `${quoted(word)} has no prefix length from ${mapped} to ${most + mapped}`;
}

function addNetwork(list: ThreatList, address: string, prefix: number, word: string): Complaint {
  if (prefix === 0) return `${quoted(word)} is every address there is`;
  // Some lists write a network by any of its addresses.
  const bits = ipv4Bits(address);
  if (bits !== undefined) {
    const size = 2 ** (32 - prefix);
    const first = bits - (bits % size);
    list.ipv4.push({ first, last: first + size - 1 });
    return undefined;
  }
  const free = BigInt(128 - prefix);
  const first = (ipv6Bits(address) >> free) << free;
  list.ipv6.push({ first, last: first + (1n << free) - 1n });
  return undefined;
}

function readHost(word: string, list: ThreatList): Complaint {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word)) {
    return `${quoted(word)} is a URL: a list has hosts alone`;
  }
  if (/^[^:]+:\d+$|^\[.*\]/.test(word)) {
    return `${quoted(word)} has a port: leave it out, an address or a host counts whatever its ports`;
  }
  const host = comparableHost(word.replace(/^(?:\*\.|\.)/, ''));
  if (host.includes('*')) {
    return `${quoted(word)} has a wildcard within: only "*." at its start is understood`;
  }
  if (!isHostName(host)) return `${quoted(word)} is neither an address, a network nor a host`;
  if (!host.includes('.')) {
    return `${quoted(word)} is a whole top-level domain: it would match nearly every host in it`;
  }
  list.hosts.push(host);
  return undefined;
}
