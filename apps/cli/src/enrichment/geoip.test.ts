import path from 'node:path';
import { describe, expect, it } from 'vitest';
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

  it('refuses what is no database, and says what to do', async () => {
    const folder = await folderOf({ 'no.mmdb': 'this is a text', 'empty.mmdb': '' });
    for (const file of ['no.mmdb', 'empty.mmdb']) {
      await expect(readGeoip(path.join(folder, file), 'en')).rejects.toThrow(
        `${file} is no GeoIP database. It takes a country or city database in MMDB format; --geoip off`,
      );
    }
    await expect(readGeoip(path.join(folder, 'gone.mmdb'), 'en')).rejects.toThrow(
      /There is no GeoIP database .*gone\.mmdb/,
    );
    await expect(readGeoip(folder, 'en')).rejects.toThrow('is a folder');
  });
});
