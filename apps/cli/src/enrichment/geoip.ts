import { fileURLToPath } from 'node:url';
import { privateAddress } from '@cfw-flow/store';
import { note } from '../output/terminal.ts';
import { countryNames, countryOf, type RegionLanguage } from './country.ts';
import { openCountryDatabase } from './mmdb.ts';
import { readOptionFile } from './read-option-file.ts';

/** Maximum number of addresses whose region is cached: some 10 MB. */
const maxCached = 100_000;

/** Names the region of a canonical address, if it is known. */
export type RegionOf = (address: string) => string | undefined;

/** The database that comes with the program. */
export function bundledDatabase(): string {
  return fileURLToPath(
    import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
  );
}

/**
 * Reads a country database in MaxMind's format (MMDB). Private addresses have no region.
 *
 * @throws {@link Failure} when it can't be read, is none or has no countries
 */
export async function readGeoip(file: string, language: RegionLanguage): Promise<RegionOf> {
  const reader = openCountryDatabase(file, await readOptionFile(file, 'GeoIP database'));
  const nameOf = countryNames(language);
  const cached = new Map<string, string | undefined>();
  let isReported = false;
  const find = (address: string) => {
    // A tree of IPv4 addresses would be followed by the bits of any other.
    if (reader.metadata.ipVersion === 4 && address.includes(':')) return undefined;
    try {
      const country = countryOf(reader.get(address));
      return country && nameOf(country);
    } catch {
      if (!isReported) {
        note(
          `The GeoIP database ${file} is damaged: some addresses have no region. Fetch it again.`,
        );
      }
      isReported = true;
      return undefined;
    }
  };
  return (address) => {
    if (privateAddress.test(address)) return undefined;
    // Most addresses of a log come again and again.
    if (cached.has(address)) return cached.get(address);
    if (cached.size === maxCached) cached.clear();
    const region = find(address);
    cached.set(address, region);
    return region;
  };
}
