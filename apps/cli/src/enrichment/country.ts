/** Languages that regions are named in. */
export const regionLanguages = ['en', 'zh'] as const;

/** One of {@link regionLanguages}. */
export type RegionLanguage = (typeof regionLanguages)[number];

/** A country as a database has it: by its code, its English name, or both. */
export interface Country {
  /** ISO 3166-1, two letters. */
  code: string | undefined;
  name: string | undefined;
}

/**
 * The country of a record. MaxMind and DB-IP have an object for it; IPinfo has its code, or its name
 * where the code has a key of its own; ip-location-db has the code alone.
 */
export function countryOf(record: unknown): Country | undefined {
  const { country, country_code, country_name } = (record ?? {}) as Record<string, unknown>;
  const { iso_code, names } = (isObject(country) ? country : {}) as Record<string, unknown>;
  const code = [iso_code, country_code, country].map(asCode).find(Boolean);
  const name = [isObject(names) ? names['en'] : undefined, country_name, country].find(isName);
  return code === undefined && name === undefined ? undefined : { code, name };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** ZZ is a country that isn't known. */
function asCode(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[a-z]{2}$/i.test(value)) return undefined;
  return value.toUpperCase() === 'ZZ' ? undefined : value.toUpperCase();
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 2;
}

/** The cloud's own name for what the standard calls China; its others are those of the standard. */
const vendorNames: Readonly<Record<RegionLanguage, string>> = {
  en: 'Chinese Mainland',
  zh: '中国',
};

/**
 * Names countries by their code: alike whichever database it comes from. A name in the database
 * counts where the code is missing or not known.
 */
export function countryNames(language: RegionLanguage): (country: Country) => string | undefined {
  const standard = displayNames(language === 'zh' ? 'zh-Hans' : language);
  const nameOf = (code: string) => (code === 'CN' ? vendorNames[language] : standard.of(code));
  const codes = codesByName();
  const known = new Map<string, string | undefined>();
  return ({ code: written, name }) => {
    const code = written ?? codes.get(name!);
    if (code === undefined) return name;
    if (!known.has(code)) known.set(code, nameOf(code));
    return known.get(code) ?? name;
  };
}

/** Codes by English names: of 26² at most, some 300 are countries or parts of them. */
function codesByName(): Map<string, string> {
  const english = displayNames('en');
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  return new Map(codes.map((code) => [english.of(code) ?? code, code]));
}

function displayNames(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
}
