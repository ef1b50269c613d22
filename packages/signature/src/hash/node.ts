import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A key for HMAC-SHA256: the secret itself. */
export type HmacKey = string | Hmac;

/** The 32 bytes of an HMAC-SHA256. */
export type Hmac = Buffer;

/** SHA-256 in hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Makes a key of a secret that is not empty. */
export function hmacKey(secret: string | Hmac): HmacKey {
  if (secret.length === 0)
    throw new TypeError('The key to sign with is empty. Check where it comes from.');
  return secret;
}

/** HMAC-SHA256. */
export function hmac(key: HmacKey, text: string): Hmac {
  return createHmac('sha256', key).update(text).digest();
}

/** Tells in constant time whether a signature is the HMAC-SHA256 of a text. */
export function isHmac(key: HmacKey, signature: Uint8Array, text: string): boolean {
  return timingSafeEqual(signature, hmac(key, text));
}

/** Lower-case hexadecimal digits of bytes, or of a text in UTF-8. */
export function hex(data: string | Hmac): string {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return bytes.toString('hex');
}
