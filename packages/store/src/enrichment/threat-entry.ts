import { canonicalAddress } from '../address.ts';
import { ipv4Bits, ipv6Bits } from './address-number.ts';
import { quoted } from './bad-line.ts';
import { comparableHost, isHostName } from './host-name.ts';

/** Addresses from the first to the last, both included, as numbers of their bits. */
export interface AddressRange<Bits extends number | bigint> {
  /** The lowest address. */
  readonly first: Bits;
  /** The highest one. */
  readonly last: Bits;
}

/** What a threat list flags. */
export interface ThreatEntries {
  /** IPv4 addresses and networks, in the order of the list; they may overlap. */
  ipv4: AddressRange<number>[];
  /** The same of IPv6. */
  ipv6: AddressRange<bigint>[];
  /** Hosts, comparable; each stands for its subdomains, too. */
  hosts: string[];
}

/** What is wrong with an entry. */
export type Complaint = string | undefined;

/**
 * Adds what a word of a list names: an address, a network, a range, a host, or the host of a URL.
 * Ports don't count, and neither does what makes a word no link: `bad[.]example`, `hxxp://`.
 */
export function addEntry(written: string, entries: ThreatEntries): Complaint {
  const word = refanged(written);
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i.exec(word)?.[1];
  if (authority !== undefined) {
    return addAddressOrHost(authority.replace(/^.*@/, ''), entries, written);
  }
  const ends = /^([\da-f.:]+)-([\da-f.:]+)$/i.exec(word);
  if (ends !== null && canonicalAddress(ends[1]!) !== undefined) {
    return addRange(ends[1]!, ends[2]!, entries);
  }
  const slash = word.indexOf('/');
  if (slash < 0) return addAddressOrHost(word, entries, written);
  const [head, behind] = [word.slice(0, slash), word.slice(slash + 1)];
  // A URL may lack its scheme.
  const isNetwork = canonicalAddress(head) !== undefined && !/^[a-z_.~?]/i.test(behind);
  return isNetwork
    ? addNetwork(head, behind, entries, written)
    : addAddressOrHost(head, entries, written);
}

/** Adds all addresses from one to another. */
export function addRange(from: string, to: string, entries: ThreatEntries): Complaint {
  const written = `${from}-${to}`;
  const [first, last] = [canonicalAddress(from), canonicalAddress(to)];
  if (first === undefined || last === undefined || first.includes(':') !== last.includes(':')) {
    return `${quoted(written)} is not a range from one address to another`;
  }
  return first.includes(':')
    ? pushIpv6({ first: ipv6Bits(first), last: ipv6Bits(last) }, entries, written)
    : pushIpv4({ first: ipv4Bits(first)!, last: ipv4Bits(last)! }, entries, written);
}

/** Adds a network by any of its addresses, with its prefix length or its netmask. */
export function addNetwork(
  address: string,
  size: string,
  entries: ThreatEntries,
  written: string,
): Complaint {
  const canonical = canonicalAddress(address)!;
  const isIpv6 = canonical.includes(':');
  // The bits of an IPv4-mapped network are counted as those of IPv6.
  const mapped = address.includes(':') && !isIpv6 ? 96 : 0;
  const max = isIpv6 ? 128 : 32;
  const prefix = /^\d{1,3}$/.test(size) ? Number(size) - mapped : prefixOfNetmask(size);
  if (prefix === undefined || prefix < 0 || prefix > max) {
    return `${quoted(written)} has no prefix length from ${mapped} to ${max + mapped}`;
  }
  if (isIpv6) {
    const free = BigInt(max - prefix);
    const first = (ipv6Bits(canonical) >> free) << free;
    return pushIpv6({ first, last: first + (1n << free) - 1n }, entries, written);
  }
  const bits = ipv4Bits(canonical)!;
  const count = 2 ** (max - prefix);
  const first = bits - (bits % count);
  return pushIpv4({ first, last: first + count - 1 }, entries, written);
}

/** The prefix length of a netmask, 24 of `255.255.255.0`; nothing for other texts. */
export function prefixOfNetmask(text: string): number | undefined {
  const bits = ipv4Bits(text)?.toString(2).padStart(32, '0');
  return bits !== undefined && /^1+0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

/** Adds a host and what is below it. */
export function addHost(written: string, entries: ThreatEntries): Complaint {
  const host = comparableHost(refanged(written).replace(/^(?:\*\.|\.)/, ''));
  if (host.includes('*')) {
    return `${quoted(written)} has a wildcard within: only "*." at its start is understood`;
  }
  if (!isHostName(host)) return `${quoted(written)} is neither an address, a network nor a host`;
  if (!host.includes('.')) {
    return `${quoted(written)} is a whole top-level domain: it would match nearly every host in it`;
  }
  entries.hosts.push(host);
  return undefined;
}

function addAddressOrHost(word: string, entries: ThreatEntries, written: string): Complaint {
  const name = canonicalAddress(word) === undefined ? withoutPort(word) : word;
  const address = canonicalAddress(name);
  if (address === undefined) return addHost(name, entries);
  return addNetwork(address, address.includes(':') ? '128' : '32', entries, written);
}

function withoutPort(word: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\](?::\d*)?|([^:]*):\d*)$/.exec(word) ?? [];
  return bracketed ?? plain ?? word;
}

/** Lists that people read have dots and schemes that no program follows. */
function refanged(word: string): string {
  if (!/[[({\\]|^h..p/i.test(word)) return word;
  return word
    .replaceAll(/[[({](?:\.|dot)[\])}]|\\\./gi, '.')
    .replaceAll(/\[(:\/\/|:)\]/g, '$1')
    .replace(/^h(?:xx|\*\*)p/i, 'http');
}

function pushIpv4(range: AddressRange<number>, { ipv4 }: ThreatEntries, written: string) {
  const complaint = rangeComplaint(range, written, range.first === 0 && range.last === 2 ** 32 - 1);
  if (complaint === undefined) ipv4.push(range);
  return complaint;
}

function pushIpv6(range: AddressRange<bigint>, { ipv6 }: ThreatEntries, written: string) {
  const isAll = range.first === 0n && range.last === (1n << 128n) - 1n;
  const complaint = rangeComplaint(range, written, isAll);
  if (complaint === undefined) ipv6.push(range);
  return complaint;
}

function rangeComplaint<Bits extends number | bigint>(
  { first, last }: AddressRange<Bits>,
  written: string,
  isAll: boolean,
): Complaint {
  if (isAll) return `${quoted(written)} is every address there is`;
  return first > last ? `${quoted(written)} ends before it begins` : undefined;
}
