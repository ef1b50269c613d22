import { setImmediate } from 'node:timers/promises';
import { addressesIn } from '../reader/address-list.ts';
import { ABSENT, type FlowColumns } from '../reader/flow-columns.ts';
import type { Enrichment } from './enrichment.ts';

/** What is found out about flows beside their log: columns like those of `FlowColumns`. */
export interface FoundColumns {
  /** Threat lists of the peer: places in `lists`. */
  ip_lists: Int32Array;
  /** The peer where it is on a list, the destination with `in2out`: places in `addresses`. */
  risk_ip: Int32Array;
  /** Threat lists of the host: places in `lists`. */
  host_lists: Int32Array;
  /** The host where it is on a list: places in `texts.dst_host`. */
  risk_host: Int32Array;
  /** Names of lists, joined by `, `. */
  lists: string[];
}

/** Flows, with what is known of them beside their log. Regions are in the columns of the log's own. */
export interface EnrichedColumns extends FlowColumns {
  /** Nothing when no flow is on a list. */
  found: FoundColumns | undefined;
}

/** Look-ups before others get their turn: a few milliseconds. */
const atATime = 2000;

/** Values that are remembered, some 20 MB. */
const maxRemembered = 100_000;

/** What is known of an address. */
interface KnownAddress {
  region: string | undefined;
  lists: string | undefined;
}

/** Enriches the flows of a source: each address and host is looked up once. */
export class ColumnEnricher {
  readonly #enrichment: Enrichment | undefined;
  readonly #addresses = new Map<string, KnownAddress>();
  readonly #hosts = new Map<string, string | undefined>();

  /** @param enrichment - nothing is known when left out */
  constructor(enrichment: Enrichment | undefined) {
    this.#enrichment = enrichment;
  }

  /** Fills in regions that the log does not name, and finds the flows that are on threat lists. */
  async enrich(flows: FlowColumns): Promise<EnrichedColumns> {
    const enrichment = this.#enrichment;
    if (enrichment === undefined) return { ...flows, found: undefined };
    const { addresses, texts } = flows;
    const known = await lookUp(this.#addresses, addressesIn(addresses), (address) => ({
      region: enrichment.region(address)?.toWellFormed(),
      lists: enrichment.risk(address)?.toWellFormed(),
    }));
    const hosts = await lookUp(this.#hosts, texts.dst_host, (host) =>
      enrichment.riskHost(host)?.toWellFormed(),
    );
    fillRegions(flows, 'src', known);
    fillRegions(flows, 'dst', known);
    return { ...flows, found: flag(flows, known, hosts) };
  }
}

/** Looks distinct texts up, those that are not remembered. */
async function lookUp<Known>(
  remembered: Map<string, Known>,
  texts: readonly string[],
  find: (text: string) => Known,
): Promise<Known[]> {
  if (remembered.size > maxRemembered) remembered.clear();
  const found: Known[] = [];
  let count = 0;
  for (const text of texts) {
    let known = remembered.get(text);
    if (known === undefined && !remembered.has(text)) {
      if (++count % atATime === 0) await setImmediate();
      known = find(text);
      remembered.set(text, known);
    }
    found.push(known as Known);
  }
  return found;
}

/** The region that the log names counts. */
function fillRegions(
  { rows, columns, texts }: FlowColumns,
  side: 'src' | 'dst',
  known: readonly KnownAddress[],
): void {
  const field = `${side}_region_name` as const;
  const regions = columns[field];
  const list = texts[field];
  const places = new Map(list.map((text, place) => [text, place]));
  const placeOf = (text: string) => {
    const place = places.get(text) ?? list.push(text) - 1;
    places.set(text, place);
    return place;
  };
  const byAddress = known.map(({ region }) => (region === undefined ? ABSENT : placeOf(region)));
  const addresses = columns[`${side}_ip`];
  for (let row = 0; row < rows; row++) {
    if (regions[row] === ABSENT) regions[row] = byAddress[addresses[row]!]!;
  }
}

/** The only place that says which flows are on which threat lists. */
function flag(
  { rows, columns, texts }: FlowColumns,
  addresses: readonly KnownAddress[],
  hosts: readonly (string | undefined)[],
): FoundColumns | undefined {
  const lists: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (text: string | undefined) => {
    if (text === undefined) return ABSENT;
    const place = places.get(text) ?? lists.push(text) - 1;
    places.set(text, place);
    return place;
  };
  const ofAddresses = addresses.map(({ lists }) => placeOf(lists));
  const ofHosts = hosts.map(placeOf);
  if (lists.length === 0) return undefined;
  const inbound = texts.direction.indexOf('out2in');
  const column = () => new Int32Array(rows).fill(ABSENT);
  const found = {
    ip_lists: column(),
    risk_ip: column(),
    host_lists: column(),
    risk_host: column(),
    lists,
  };
  for (let row = 0; row < rows; row++) {
    const isInbound = columns.direction[row] === inbound;
    const peer = (isInbound ? columns.src_ip : columns.dst_ip)[row]!;
    if (ofAddresses[peer] !== ABSENT) {
      found.ip_lists[row] = ofAddresses[peer]!;
      found.risk_ip[row] = peer;
    }
    const host = columns.dst_host[row]!;
    if (host !== ABSENT && ofHosts[host] !== ABSENT) {
      found.host_lists[row] = ofHosts[host]!;
      found.risk_host[row] = host;
    }
  }
  return found;
}
