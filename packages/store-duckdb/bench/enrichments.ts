import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type Asset,
  compileThreats,
  noEnrichment,
  parseAssets,
  parseThreatList,
  privateAddress,
  type Threats,
} from '@cfw-flow/store';
import { Reader, type Response } from 'mmdb-lib';

/*
 * What may be known beside the logs, in the size that it has with those who are thorough.
 */

/** Entries of the threat lists, and of the asset file. */
export const threatEntries = 100_000;
export const assetEntries = 10_000;

/** Addresses whose region is kept, as the command line keeps them. */
const maxKept = 100_000;

/** Looks regions up in the country database that comes with the command line. */
async function readRegions(): Promise<(address: string) => string | undefined> {
  const file = fileURLToPath(
    import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
  );
  const reader = new Reader<Response>(await readFile(file));
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const known = new Map<string, string | undefined>();
  return (address) => {
    if (privateAddress.test(address)) return undefined;
    if (known.has(address)) return known.get(address);
    if (known.size === maxKept) known.clear();
    const { country_code } = (reader.get(address) ?? {}) as { country_code?: string };
    const name = country_code === undefined ? undefined : names.of(country_code);
    known.set(address, name);
    return name;
  };
}

/**
 * Two threat lists: networks among the addresses of the made flows and beside, of which about one in a
 * hundred is flagged, and hosts.
 */
function makeThreats(): Threats {
  const networks = count(threatEntries * 0.7).map((number) => {
    const place = (number * 668_265_263) % 2 ** 32;
    const bytes = [24, 16, 8, 0].map((shift) => (place >>> shift) & 255);
    const [first, second, third, fourth] = bytes as [number, number, number, number];
    return number % 3 === 0
      ? `${first}.${second}.${third}.0/24`
      : [first, second, third, fourth].join('.');
  });
  const sixth = count(threatEntries * 0.1).map((number) => `2400:${number.toString(16)}::/48`);
  const hosts = count(threatEntries * 0.2).map((number) => `site-${number * 97}.example`);
  return compileThreats([
    { name: 'networks', ...parseThreatList([...networks, ...sixth].join('\n')) },
    { name: 'hosts', ...parseThreatList(hosts.join('\n')) },
  ]);
}

/** Assets of the inside. */
export function makeAssets(): ReadonlyMap<string, Asset> {
  const lines = count(assetEntries).map(
    (number) => `10.0.${number >> 8}.${number & 255},server-${number},ECS,made`,
  );
  const head = 'address,device_name,associate_instance_type,tags';
  return parseAssets([head, ...lines].join('\n')).byAddress;
}

/** Everything that can be known. */
export async function makeEnrichments() {
  const region = await readRegions();
  const threats = makeThreats();
  return {
    regions: { ...noEnrichment, region },
    threats: { ...noEnrichment, ...threats },
    both: { region, ...threats },
  };
}

function count(length: number): number[] {
  return Array.from({ length: Math.round(length) }, (_, index) => index + 1);
}
