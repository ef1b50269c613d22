import type { Asset, Enrichment } from '@cfw-flow/store';
import type { Bench } from './database.ts';

/** What one look-up takes. */
export interface LookUp {
  /** What is looked up. */
  what: string;
  /** Microseconds. */
  took: number;
}

/** Distinct names that are looked up, at most. */
const most = 100_000;

/** Looks the addresses and hosts of flows up, each once. */
export async function timeLookUps(
  flows: Bench,
  { region, risk, riskHost }: Enrichment,
  assets: ReadonlyMap<string, Asset>,
): Promise<LookUp[]> {
  const addresses = await names(flows, 'SELECT name FROM addresses');
  const hosts = await names(flows, 'SELECT name FROM host_names');
  return [
    { what: 'region', took: timed(addresses, region) },
    { what: 'threat by address', took: timed(addresses, risk) },
    { what: 'by host', took: timed(hosts, riskHost) },
    { what: 'asset', took: timed(addresses, (address) => assets.get(address)) },
  ];
}

async function names(flows: Bench, query: string): Promise<string[]> {
  const rows = await flows.rows(`${query} ORDER BY hash(name) LIMIT ${most}`);
  return rows.map(({ name }) => String(name));
}

function timed(texts: readonly string[], find: (text: string) => unknown): number {
  const start = performance.now();
  for (const text of texts) find(text);
  return ((performance.now() - start) * 1000) / texts.length;
}
