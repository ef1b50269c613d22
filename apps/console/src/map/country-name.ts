/*
 * Regions come as texts: by the names that the cloud's logs have for them, or those of a GeoIP
 * database, in English or Chinese, rarely as a code. The browser knows the standard names of all
 * countries; here stand the others that are in use.
 */

const otherNames: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', '阿联酋'],
  BA: ['Bosnia', '波黑'],
  BN: ['Brunei Darussalam'],
  BO: ['Bolivia, Plurinational State of'],
  CD: ['DR Congo', 'Democratic Republic of the Congo', 'Congo, The Democratic Republic of the'],
  CG: ['Congo', 'Republic of the Congo'],
  CI: ['Ivory Coast'],
  CN: [
    'Chinese Mainland',
    'China Mainland',
    'Mainland China',
    "People's Republic of China",
    '中国大陆',
    '中国内地',
    '中华人民共和国',
  ],
  CV: ['Cape Verde'],
  CZ: ['Czech Republic'],
  FM: ['Micronesia, Federated States of'],
  GB: ['Great Britain', 'United Kingdom of Great Britain and Northern Ireland'],
  HK: [
    'Hong Kong (China)',
    'Hong Kong, China',
    'China Hong Kong',
    'Hong Kong SAR',
    '中国香港',
    '香港',
  ],
  IR: ['Iran, Islamic Republic of'],
  KG: ['Kyrgyz Republic'],
  KP: ["Korea, Democratic People's Republic of", "Democratic People's Republic of Korea"],
  KR: ['Korea', 'Korea, Republic of', 'Republic of Korea', '大韩民国'],
  LA: ["Lao People's Democratic Republic"],
  MD: ['Moldova, Republic of', 'Republic of Moldova'],
  MK: ['Macedonia'],
  MM: ['Burma', '缅甸'],
  MO: ['Macao (China)', 'Macau (China)', 'Macau', 'China Macao', 'Macao SAR', '中国澳门', '澳门'],
  PS: ['Palestine, State of', 'State of Palestine', '巴勒斯坦'],
  RU: ['Russian Federation', '俄罗斯联邦'],
  SA: ['沙特'],
  SK: ['Slovak Republic'],
  SY: ['Syrian Arab Republic'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkey'],
  TW: ['Taiwan (China)', 'Taiwan, China', 'China Taiwan', 'Taiwan, Province of China', '中国台湾'],
  TZ: ['Tanzania, United Republic of'],
  US: ['United States of America', 'USA', '美利坚合众国'],
  VA: ['Holy See', 'Vatican'],
  VE: ['Venezuela, Bolivarian Republic of'],
  VN: ['Viet Nam'],
};

/** The same for spellings that differ in case, accents, punctuation or an article. */
function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}

/** Codes of countries by their names, in English and Chinese, and by the codes themselves. */
function codesByName(): Map<string, string> {
  const codes = new Map(current.map((code) => [plain(code), code]));
  for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
    for (const style of ['long', 'short'] as const) {
      const names = new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' });
      for (const code of current) {
        const name = names.of(code);
        if (name !== undefined) codes.set(plain(name), code);
      }
    }
  }
  for (const [code, names] of Object.entries(otherNames)) {
    for (const name of names) codes.set(plain(name), code);
  }
  return codes;
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that stand for themselves: that of a country which is no more stands for its successor. */
const current = letters
  .flatMap((one) => letters.map((other) => one + other))
  .filter((code) => new Intl.Locale(`und-${code}`).region === code);

let codes: Map<string, string> | undefined;

/** The country that a region is: ISO 3166-1, two letters. Nothing for what is not a country's name. */
export function countryOf(region: string): string | undefined {
  codes ??= codesByName();
  return codes.get(plain(region));
}
