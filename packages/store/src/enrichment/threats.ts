import { atOnce, inTurns, sorted, type Steps } from '../steps.ts';
import { ipv4Bits, ipv6Bits } from './address-number.ts';
import type { Enrichment } from './enrichment.ts';
import { comparableHost } from './host-name.ts';
import type { AddressRange } from './threat-entry.ts';
import type { ThreatList } from './threat-list.ts';

/** A threat list and what it is called: flows that it flags are tagged with its name. */
export interface NamedThreatList extends Pick<ThreatList, 'ipv4' | 'ipv6' | 'hosts'> {
  /** Tag of what it flags. */
  readonly name: string;
}

/** Looks up which threat lists an address or a host is on. */
export type Threats = Pick<Enrichment, 'risk' | 'riskHost'>;

/**
 * Compiles threat lists for look-ups of less than a microsecond. What is on several lists has their
 * names in the order given, joined by `, `.
 */
export function compileThreats(lists: readonly NamedThreatList[]): Threats {
  return atOnce(compiling(lists));
}

/** Compiles threat lists like {@link compileThreats}, and lets others have their turn meanwhile. */
export function compileThreatsInTurns(lists: readonly NamedThreatList[]): Promise<Threats> {
  return inTurns(compiling(lists));
}

/** Ranges or hosts that are looked at in a step. */
const atATime = 2048;

function* compiling(lists: readonly NamedThreatList[]): Steps<Threats> {
  const namesOf = nameSets(lists.map(({ name }) => name));
  const four = yield* sweep(lists.map(({ ipv4 }) => ipv4));
  const six = yield* sweep(lists.map(({ ipv6 }) => ipv6));
  const hosts = yield* hostLists(lists);
  return {
    risk(address) {
      const bits = ipv4Bits(address);
      const flagging =
        bits === undefined
          ? six.flagging[lastNotAfter(six.starts, ipv6Bits(address))]
          : four.flagging[lastNotAfter(four.starts, bits)];
      return flagging && namesOf(flagging);
    },
    riskHost(host) {
      if (hosts.size === 0) return undefined;
      const flagging = flaggingHost(hosts, comparableHost(host));
      return flagging && namesOf(flagging);
    },
  };
}

/** Places of lists, ascending. */
type Flagging = readonly number[];

/** Cuts all addresses into stretches, each of which is on the same lists. */
function* sweep<Bits extends number | bigint>(
  lists: readonly (readonly AddressRange<Bits>[])[],
): Steps<{ starts: Bits[]; flagging: (Flagging | undefined)[] }> {
  const unsorted: Border<Bits>[] = [];
  for (const [list, ranges] of lists.entries()) {
    for (const { first, last } of ranges) {
      unsorted.push({ at: first, list, change: 1 });
      unsorted.push({ at: next(last), list, change: -1 });
      if (unsorted.length % atATime === 0) yield;
    }
  }
  const borders = yield* sorted(unsorted, byPlace);
  const starts: Bits[] = [];
  const flagging: (Flagging | undefined)[] = [];
  // A list may name an address several times.
  const depths = Array<number>(lists.length).fill(0);
  for (const [index, { at, list, change }] of borders.entries()) {
    if (index % atATime === 0) yield;
    depths[list]! += change;
    if (borders[index + 1]?.at === at) continue;
    const here = [...depths.keys()].filter((place) => depths[place]! > 0);
    starts.push(at);
    flagging.push(here.length === 0 ? undefined : here);
  }
  return { starts, flagging };
}

/** Where a range of a list begins, or has ended. */
interface Border<Bits> {
  at: Bits;
  list: number;
  change: 1 | -1;
}

function byPlace<Bits extends number | bigint>(one: Border<Bits>, other: Border<Bits>): number {
  return one.at < other.at ? -1 : Number(one.at > other.at);
}

function next<Bits extends number | bigint>(bits: Bits): Bits {
  // The compiler doesn't know that what is no big integer here is a number.
  return (typeof bits === 'bigint' ? bits + 1n : Number(bits) + 1) as Bits;
}

/** Place of the last start that is not after a number, or -1. */
function lastNotAfter<Bits extends number | bigint>(starts: readonly Bits[], bits: Bits): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= bits) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function* hostLists(lists: readonly NamedThreatList[]): Steps<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const [list, { hosts }] of lists.entries()) {
    for (const host of hosts) {
      const places = found.get(host);
      if (places === undefined) found.set(host, [list]);
      else if (places.at(-1) !== list) places.push(list);
      if (found.size % atATime === 0) yield;
    }
  }
  return found;
}

/** The lists that a host or a parent domain is on. */
function flaggingHost(hosts: Map<string, number[]>, host: string): Flagging | undefined {
  let found: Flagging | undefined;
  for (let start = 0; ;) {
    const places = hosts.get(start === 0 ? host : host.slice(start));
    if (places !== undefined) {
      found = found === undefined ? places : [...new Set([...found, ...places])].sort(ascending);
    }
    const dot = host.indexOf('.', start);
    if (dot < 0) return found;
    start = dot + 1;
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** Writes the names of some lists; files in several folders may have the same name. */
function nameSets(names: readonly string[]): (flagging: Flagging) => string {
  const written = new Map<Flagging, string>();
  return (flagging) => {
    let text = written.get(flagging);
    if (text === undefined) {
      text = [...new Set(flagging.map((place) => names[place]!))].join(', ');
      written.set(flagging, text);
    }
    return text;
  };
}
