import { hex, hmac, hmacKey, sha256Hex } from './hash.ts';

/** Where and when a derived key is good: the middle of a V11 signature's credential. */
export interface Scope {
  /** Day of the signature, YYYYMMDD in UTC. */
  day: string;
  /** Region id, such as cn-north-4. */
  region: string;
  /** Service, such as cfw. */
  service: string;
}

/** Signs with the secret key itself. */
export const PLAIN = 'SDK-HMAC-SHA256';

/** Signs with a key derived for one day, region and service. */
export const DERIVED = 'V11-HMAC-SHA256';

/** The key that signs: the secret key, or with a scope the one derived from it. */
export async function signingKey(
  accessKey: string,
  secretKey: string,
  scope: Scope | undefined,
): Promise<CryptoKey> {
  if (scope === undefined) return hmacKey(secretKey);
  // HKDF (RFC 5869) of 32 bytes, one round. The derived key is used as the text of its hex digits.
  const pseudoRandomKey = await hmac(await hmacKey(accessKey), secretKey);
  const info = `${scopeText(scope)}\u0001`;
  return hmacKey(hex(await hmac(await hmacKey(pseudoRandomKey), info)));
}

/** The text under the signature. */
export async function stringToSign(
  date: string,
  scope: Scope | undefined,
  canonical: string,
): Promise<string> {
  const hash = await sha256Hex(canonical);
  const head = scope === undefined ? [PLAIN, date] : [DERIVED, date, scopeText(scope)];
  return [...head, hash].join('\n');
}

/** A scope as it is written: `20260102/cn-north-4/cfw`. */
export function scopeText({ day, region, service }: Scope): string {
  return `${day}/${region}/${service}`;
}
