import { describe, expect, it } from 'vitest';
import { countryOf } from './country-name.ts';

describe('the country of a region', () => {
  it.each([
    ['Germany', 'DE'],
    ['Chinese Mainland', 'CN'],
    ['China', 'CN'],
    ['中国', 'CN'],
    ['中国大陆', 'CN'],
    ['Hong Kong', 'HK'],
    ['Hong Kong (China)', 'HK'],
    ['Hong Kong SAR China', 'HK'],
    ['中国香港', 'HK'],
    ['中国香港特别行政区', 'HK'],
    ['Macau', 'MO'],
    ['Taiwan (China)', 'TW'],
    ['中国台湾', 'TW'],
    ['United States', 'US'],
    ['United States of America', 'US'],
    ['US', 'US'],
    ['美国', 'US'],
    ['Russian Federation', 'RU'],
    ['South Korea', 'KR'],
    ['韩国', 'KR'],
    ['Türkiye', 'TR'],
    ['Turkey', 'TR'],
    ['Côte d’Ivoire', 'CI'],
    ["Cote d'Ivoire", 'CI'],
    ['The Netherlands', 'NL'],
    ['Trinidad and Tobago', 'TT'],
    ['德国', 'DE'],
    ['阿联酋', 'AE'],
    ['Singapore', 'SG'],
    ['DE', 'DE'],
  ])('%s is %s', (region, code) => {
    expect(countryOf(region)).toBe(code);
  });

  it.each(['', 'Intranet', '内网', 'Guangdong', 'Europe', '__proto__'])('%j has none', (region) => {
    expect(countryOf(region)).toBeUndefined();
  });
});
