import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Mmdb, mmdb } from '../testing/mmdb.ts';
import { folderOf } from '../testing/program.ts';
import { bundledDatabase, readGeoip } from './geoip.ts';

describe('GeoIP', () => {
  it('names the countries of public addresses, China as the cloud does, in English and Chinese', async () => {
    const english = await readGeoip(bundledDatabase(), 'en');
    const chinese = await readGeoip(bundledDatabase(), 'zh');
    // Addresses of universities and registries that have been where they are for decades.
    const asked = ['202.112.0.36', '193.0.6.139', '18.7.7.7', '2001:67c:2e8:22::c100:68b'];
    expect(asked.map(english)).toEqual([
      'Chinese Mainland',
      'Netherlands',
      'United States',
      'Netherlands',
    ]);
    expect(asked.map(chinese)).toEqual(['中国', '荷兰', '美国', '荷兰']);
    expect(asked.map(english)).toEqual(asked.map(english));
  });

  it('knows no region of private addresses and of those that are nobody’s', async () => {
    const region = await readGeoip(bundledDatabase(), 'en');
    for (const address of [
      '10.0.0.1',
      '192.168.1.1',
      '127.0.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      '192.0.2.1',
    ]) {
      expect([address, region(address)]).toEqual([address, undefined]);
    }
  });

  it('names countries alike in the layouts of MaxMind, DB-IP, IPinfo and ip-location-db', async () => {
    const names = { de: 'Deutschland', en: 'Federal Republic of Germany', 'zh-CN': '德国' };
    const layouts: Readonly<Record<string, Mmdb['records'][string]>> = {
      'GeoLite2-Country': { country: { geoname_id: 1, iso_code: 'DE', names } },
      'GeoIP2-City': { city: { names: { en: 'Aachen' } }, country: { iso_code: 'DE', names } },
      'DBIP-Country-Lite': { country: { is_in_european_union: true, iso_code: 'DE', names } },
      'ipinfo standard_country.mmdb': { country: 'DE', country_name: 'Germany', continent: 'EU' },
      'ipinfo lite.mmdb': { asn: 'AS1', country: 'Germany', country_code: 'DE' },
      'without a code': { country_name: 'Germany' },
      'ip-location-db': { country_code: 'de' },
    };
    for (const [type, record] of Object.entries(layouts)) {
      const file = await fileOf(mmdb({ type, records: { '198.51.100.0/24': record } }));
      const found = [await readGeoip(file, 'en'), await readGeoip(file, 'zh')].map((region) => [
        region('198.51.100.7'),
        region('198.51.101.7'),
      ]);
      expect([type, ...found]).toEqual([type, ['Germany', undefined], ['德国', undefined]]);
    }
  });

  it('takes the name that the database has where no code is known, and nothing for nobody’s', async () => {
    const records = {
      '192.0.2.0/26': { country: { iso_code: 'QX', names: { en: 'Atlantis' } } },
      '192.0.2.64/26': { country: 'Atlantis' },
      '192.0.2.128/26': { country_code: 'ZZ' },
      '192.0.2.192/26': { country_code: '-', country_name: '-' },
      '198.51.100.0/24': { country: 'China', country_code: 'CN' },
    };
    const region = await readGeoip(await fileOf(mmdb({ type: 'any', records })), 'en');
    const asked = ['192.0.2.1', '192.0.2.65', '192.0.2.129', '192.0.2.193', '198.51.100.1'];
    expect(asked.map(region)).toEqual([
      'Atlantis',
      'Atlantis',
      undefined,
      undefined,
      'Chinese Mainland',
    ]);
  });

  it('has countries of IPv6 addresses, but from no database of IPv4 addresses', async () => {
    const germany = { country_code: 'DE' };
    const both = { '2001:db8::/32': germany, '198.51.100.0/24': germany };
    const four = { '32.1.13.184/32': germany };
    const found = [
      mmdb({ type: 'both', records: both }),
      mmdb({ type: 'four', ipVersion: 4, records: four }),
    ].map(async (content) => (await readGeoip(await fileOf(content), 'en'))('2001:db8::7'));
    expect(await Promise.all(found)).toEqual(['Germany', undefined]);
  });

  it('refuses a database without countries, and says what it has', async () => {
    const record = { autonomous_system_number: 64_496, autonomous_system_organization: 'Example' };
    const records = { '192.0.2.0/24': record, '2001:db8::/32': record };
    const asn = await fileOf(mmdb({ type: 'GeoLite2-ASN', records }));
    await expect(readGeoip(asn, 'en')).rejects.toThrow(
      `${asn} has no countries: it is of the type GeoLite2-ASN, with autonomous_system_number, ` +
        'autonomous_system_organization. The option geoip takes a country or city database in MMDB format, or "off" ',
    );
    const texts = await fileOf(mmdb({ type: 'any', records: { '192.0.2.0/24': 'DE' } }));
    await expect(readGeoip(texts, 'en')).rejects.toThrow('of the type any, with string.');
    const empty = await fileOf(mmdb({ type: 'GeoLite2-Country', records: {} }));
    await expect(readGeoip(empty, 'en')).rejects.toThrow('type GeoLite2-Country, with nothing.');
  });

  it('refuses what is no database, is cut short or packed, and says what to do', async () => {
    const content = mmdb({ type: 'any', records: { '192.0.2.0/24': { country_code: 'DE' } } });
    const cut = content.subarray(0, content.length / 2);
    for (const other of ['this is a text', '', cut]) {
      const file = await fileOf(other);
      await expect(readGeoip(file, 'en')).rejects.toThrow(
        `${file} is no GeoIP database, or it was cut short: the end that MMDB files have is missing. ` +
          'The option geoip takes a country or city database in MMDB format, or "off" ',
      );
    }
    const archive = Buffer.alloc(1024);
    archive.write('ustar', 257);
    for (const [packed, why] of [
      [
        gzipSync(content),
        /is compressed with gzip\. Unpack it with gunzip, and name the \.mmdb file/,
      ],
      [gzipSync(archive), /is a tar archive, compressed with gzip\. Unpack it with tar -xzf, and/],
      [Buffer.from('PK\x03\x04'), /is a ZIP archive\. Unpack it with unzip/],
    ] as const) {
      await expect(readGeoip(await fileOf(packed), 'en')).rejects.toThrow(why);
    }
    const folder = await folderOf({});
    await expect(readGeoip(path.join(folder, 'gone.mmdb'), 'en')).rejects.toThrow(
      /There is no GeoIP database .*gone\.mmdb/,
    );
    await expect(readGeoip(folder, 'en')).rejects.toThrow('is a folder');
  });

  it('refuses a damaged database, or goes without its damaged records and says so once', async () => {
    const records = {
      '192.0.2.0/24': { country_code: 'DE' },
      '198.51.100.0/24': { country_code: 'FR' },
    };
    const content = mmdb({ type: 'any', records });
    const damaged = Buffer.from(content);
    damaged.fill(0, content.indexOf('FR') - 14, content.indexOf('FR'));
    const notes = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => notes.mockRestore());
    const region = await readGeoip(await fileOf(damaged), 'en');
    expect(['192.0.2.1', '198.51.100.1', '198.51.100.2'].map(region)).toEqual([
      'Germany',
      undefined,
      undefined,
    ]);
    expect(notes.mock.calls.join('')).toMatch(
      /^The GeoIP database .* is damaged: .* Fetch it again\.\n$/,
    );
    damaged.fill(0, content.indexOf('DE') - 14, content.indexOf('DE'));
    await expect(readGeoip(await fileOf(damaged), 'en')).rejects.toThrow(
      /The GeoIP database .* is damaged\. Fetch it again\./,
    );
  });
});

async function fileOf(content: string | Uint8Array): Promise<string> {
  return path.join(await folderOf({ 'geo.mmdb': content }), 'geo.mmdb');
}
