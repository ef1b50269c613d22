import { fileURLToPath } from 'node:url';
import { privateAddress } from '@cfw-flow/store';
import { Reader, type Response } from 'mmdb-lib';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { readOptionFile } from './read-option-file.ts';

/** Languages that regions are named in. */
export const regionLanguages = ['en', 'zh'] as const;

/** One of {@link regionLanguages}. */
export type RegionLanguage = (typeof regionLanguages)[number];

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
 * @throws {@link Failure} when it can't be read or is none
 */
export async function readGeoip(file: string, language: RegionLanguage): Promise<RegionOf> {
  const reader = open(file, await readOptionFile(file, 'GeoIP database'));
  const nameOf = regionNames(language);
  const cached = new Map<string, string | undefined>();
  return (address) => {
    if (privateAddress.test(address)) return undefined;
    // Most addresses of a log come again and again.
    if (cached.has(address)) return cached.get(address);
    if (cached.size === maxCached) cached.clear();
    const code = countryOf(reader.get(address));
    const name = code === undefined ? undefined : nameOf(code);
    cached.set(address, name);
    return name;
  };
}

function open(file: string, content: Buffer): Reader<Response> {
  const advice =
    'It takes a country or city database in MMDB format; --geoip off goes without one.';
  let reader: Reader<Response>;
  try {
    reader = new Reader<Response>(content);
    reader.get('192.0.2.1');
  } catch (error) {
    throw new Failure(`${escapeControlChars(file)} is no GeoIP database. ${advice}`, undefined, {
      cause: error,
    });
  }
  const { databaseType } = reader.metadata;
  if (
    /asn|isp|domain|connection|anonymous/i.test(databaseType) &&
    !/country|city/i.test(databaseType)
  ) {
    throw new Failure(
      `${escapeControlChars(file)} is of the type ${escapeControlChars(databaseType)}. ${advice}`,
    );
  }
  return reader;
}

/** MaxMind and DB-IP have an object for the country, ip-location-db has only its code. */
function countryOf(found: unknown): string | undefined {
  const record = (found ?? {}) as { country?: { iso_code?: unknown }; country_code?: unknown };
  const code = record.country?.iso_code ?? record.country_code;
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : undefined;
}

/** The cloud's own name for what the standard calls China; its others are those of the standard. */
const vendorNames: Readonly<Record<RegionLanguage, Readonly<Record<string, string>>>> = {
  en: { CN: 'Chinese Mainland' },
  zh: { CN: '中国' },
};

function regionNames(language: RegionLanguage): (code: string) => string | undefined {
  const names = new Intl.DisplayNames([language === 'zh' ? 'zh-Hans' : language], {
    type: 'region',
    fallback: 'none',
  });
  const known = new Map<string, string | undefined>(Object.entries(vendorNames[language]));
  return (code) => {
    if (!known.has(code)) known.set(code, names.of(code));
    return known.get(code);
  };
}
