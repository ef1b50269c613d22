import { Reader, type Response } from 'mmdb-lib';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { countryOf } from './country.ts';
import { packingOf } from './packing.ts';

const advice =
  'The option geoip takes a country or city database in MMDB format, or "off" to go without one.';

/**
 * Opens a country database in MaxMind's format (MMDB), whoever made it.
 *
 * @throws {@link Failure} when it is none, is damaged or has no countries
 */
export function openCountryDatabase(file: string, content: Buffer): Reader<Response> {
  const shown = escapeControlChars(file);
  const packing = packingOf(content);
  if (packing !== undefined) {
    throw new Failure(
      `${shown} is ${packing.name}. Unpack it with ${packing.unpack}, and name the .mmdb file in it.`,
    );
  }
  if (!content.subarray(-maxMetadata).includes(metadataMarker)) {
    throw new Failure(
      `${shown} is no GeoIP database, or it was cut short: the end that MMDB files have is missing. ${advice}`,
    );
  }
  let reader: Reader<Response>;
  let found: Found;
  try {
    reader = new Reader<Response>(content);
    found = whatIsIn(reader);
  } catch (error) {
    throw new Failure(`The GeoIP database ${shown} is damaged. Fetch it again.`, undefined, {
      cause: error,
    });
  }
  if (found === 'countries') return reader;
  const type = escapeControlChars(String(reader.metadata.databaseType));
  const keys = found.keys.map(escapeControlChars).join(', ') || 'nothing';
  throw new Failure(
    `${shown} has no countries: it is of the type ${type}, with ${keys}. ${advice}`,
  );
}

/** Maximum bytes of the metadata that each database ends with, and what they begin with. */
const maxMetadata = 128 * 1024;
const metadataMarker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

type Found = 'countries' | { keys: string[] };

/** Networks that are looked at before a database is one without countries. */
const maxNetworks = 20_000;

/** Keys of records that are told. */
const maxKeys = 10;

function whatIsIn(reader: Reader<Response>): Found {
  const keys = new Set<string>();
  let networks = 0;
  for (const record of records(reader)) {
    if (countryOf(record) !== undefined) return 'countries';
    const isObject = typeof record === 'object';
    for (const key of isObject ? Object.keys(record ?? {}) : [typeof record]) keys.add(key);
    if (++networks === maxNetworks) break;
  }
  return { keys: [...keys].slice(0, maxKeys) };
}

/** The records of all networks in their order, of those without a record nothing. */
function* records(reader: Reader<Response>): Generator<unknown> {
  const bits = reader.metadata.ipVersion === 6 ? 128 : 32;
  for (let network = 0n; network < 1n << BigInt(bits);) {
    const [record, prefix] = reader.getWithPrefixLength(addressOf(network, bits));
    yield record;
    network += 1n << BigInt(bits - prefix);
  }
}

function addressOf(number: bigint, bits: 32 | 128): string {
  const hex = number.toString(16).padStart(bits / 4, '0');
  if (bits === 128) return hex.replaceAll(/.{4}(?=.)/g, '$&:');
  return hex.replaceAll(
    /../g,
    (octet, at) => `${at === 0 ? '' : '.'}${Number.parseInt(octet, 16)}`,
  );
}
