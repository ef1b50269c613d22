import { hex, hmac, type HmacKey, hmacKey, sha256Hex } from '#hash';

/** A way to sign. */
export interface Algorithm {
  /** First word of the `Authorization` header, and first line of the text under the signature. */
  name: string;
  /** What the header calls that which follows: `Access` or `Credential`. */
  keyword: string;
  /** Where and when a derived key is good, such as `20260102/cn-north-4/cfw`; else empty. */
  scope: readonly string[];
  /** The key that signs. */
  key(accessKey: string, secretKey: string): HmacKey | Promise<HmacKey>;
}

/** Signs with the secret key itself. */
export const plain: Algorithm = {
  name: 'SDK-HMAC-SHA256',
  keyword: 'Access',
  scope: [],
  key: (_, secretKey) => hmacKey(secretKey),
};

/**
 * Signs with a key derived for one day, region and service: HKDF (RFC 5869) of 32 bytes, one
 * round. The derived key is used as the text of its hex digits.
 *
 * @param scope - such as `20260102/cn-north-4/cfw`
 */
export function derived(scope: string): Algorithm {
  return {
    name: 'V11-HMAC-SHA256',
    keyword: 'Credential',
    scope: [scope],
    key: async (accessKey, secretKey) => {
      const pseudoRandomKey = await hmac(await hmacKey(accessKey), secretKey);
      return hmacKey(hex(await hmac(await hmacKey(pseudoRandomKey), `${scope}\u0001`)));
    },
  };
}

/** The text under the signature. */
export async function stringToSign(
  { name, scope }: Algorithm,
  date: string,
  canonical: string,
): Promise<string> {
  return [name, date, ...scope, await sha256Hex(canonical)].join('\n');
}
