import { describe, expect, it } from 'vitest';
import { findAsset, parseAssets } from './assets.ts';

const read = (text: string) => Object.fromEntries(parseAssets(text).byAddress);

describe('an asset file', () => {
  it('is CSV, its columns in any order and case, with a BOM, quotes and others that are passed over', () => {
    const text =
      '\uFEFFTags, owner,ADDRESS,device_name,associate_instance_type\r\n' +
      '"web, ""prod""",me,10.0.0.5,web-1,ECS\r\n' +
      '\r\n' +
      '"two\nlines",,::FFFF:10.0.0.6,,\r\n' +
      ',,2001:DB8:0::1,six,';
    expect(read(text)).toEqual({
      '10.0.0.5': { device_name: 'web-1', associate_instance_type: 'ECS', tags: 'web, "prod"' },
      '10.0.0.6': { tags: 'two\nlines' },
      '2001:db8::1': { device_name: 'six' },
    });
  });

  it('is CSV whose columns semicolons or tabs part, in names with spaces and capitals', () => {
    const asset = { device_name: 'web-1; old', tags: 'prod, night' };
    expect(read('Tags;Device Name;Address\n"prod, night"; "web-1; old" ;10.0.0.5\n')).toEqual({
      '10.0.0.5': asset,
    });
    expect(read('address\tdevice-name\ttags\n10.0.0.5\tweb-1; old\tprod, night')).toEqual({
      '10.0.0.5': asset,
    });
  });

  it('has networks, too: an address has its own entry, else that of the smallest one it is in', () => {
    const assets = parseAssets(
      'address,device_name\n10.0.0.0/8,all\n10.1.0.0/16,site\n10.1.0.5,web\n10.1.0.6/32,db\n' +
        '2001:DB8::/32,six\n10.1.0.0/16,again\n10.1.0.9/24,either\n10.0.0.0/33,none\n',
    );
    const asked = [
      '10.2.0.1',
      '10.1.0.1',
      '10.1.0.5',
      '10.1.0.6',
      '2001:db8::7',
      '11.0.0.1',
      '::1',
    ];
    expect(asked.map((address) => findAsset(assets, address)?.device_name)).toEqual([
      'all',
      'site',
      'web',
      'db',
      'six',
      undefined,
      undefined,
    ]);
    expect(assets.badLines).toEqual([
      { line: 7, reason: '10.1.0.0/16 has an entry already, which stays' },
      { line: 8, reason: '"10.1.0.9/24" is not a network: write it by its first address' },
      { line: 9, reason: '"10.0.0.0/33" is not a network: write it by its first address' },
    ]);
  });

  it('says which columns or keys it passes over', () => {
    const csv = 'owner,address,device_name,,Cost Centre\nme,10.0.0.5,web-1,,7\n';
    expect(parseAssets(csv).unknownColumns).toEqual(['owner', 'cost_centre']);
    const json = '[{"address": "10.0.0.5", "tags": "a"}, {"address": "10.0.0.6", "name": "b"}]';
    expect(parseAssets(json).unknownColumns).toEqual(['name']);
  });

  it('is a JSON list, whose tags may be lists', () => {
    const text = JSON.stringify([
      { address: '10.0.0.5', device_name: 'web-1', tags: ['web', 'prod'], owner: 'me' },
      { address: '10.0.0.6', associate_instance_type: 'ECS', tags: null },
    ]);
    expect(read(text)).toEqual({
      '10.0.0.5': { device_name: 'web-1', tags: 'web, prod' },
      '10.0.0.6': { associate_instance_type: 'ECS' },
    });
  });

  it('keeps the first entry of an address, and says which entries it passed over and why', () => {
    const text =
      'address,device_name\n10.0.0.5,a\n10.0.0.5,b\n10.0.0.999,c\n,d\n10.0.0.6,\n10.0.0.7';
    const { byAddress, bad, badLines } = parseAssets(text);
    expect([...byAddress]).toEqual([['10.0.0.5', { device_name: 'a' }]]);
    expect(bad).toBe(5);
    expect(badLines).toEqual([
      { line: 3, reason: '10.0.0.5 has an entry already, which stays' },
      { line: 4, reason: '"10.0.0.999" is not an IPv4 or IPv6 address' },
      { line: 5, reason: 'address is missing' },
      { line: 6, reason: 'nothing is said of 10.0.0.6' },
      { line: 7, reason: 'nothing is said of 10.0.0.7' },
    ]);
  });

  it.each([
    ['ip,name\n10.0.0.5,a', 'no column "address", but has to name address, device_name'],
    ['ip,name\n10.0.0.5,a', 'it is "ip,name"'],
    ['10.0.0.5,a', 'no column "address"'],
    ['address,tags\n10.0.0.5,"open', 'a quote in line 2 is not closed'],
    ['{"address":"10.0.0.5"}', 'not a list of assets'],
    ['[{"address":', 'JSON'],
  ])('is not %j', (text, why) => {
    expect(() => parseAssets(text)).toThrow(SyntaxError);
    expect(() => parseAssets(text)).toThrow(why);
  });

  it('tells entries of a JSON list that are none by their place', () => {
    expect(parseAssets('[null, 7, {"address": 5}]').badLines).toEqual([
      { line: 1, reason: 'address is missing' },
      { line: 2, reason: 'address is missing' },
      { line: 3, reason: '"5" is not an IPv4 or IPv6 address' },
    ]);
  });
});
