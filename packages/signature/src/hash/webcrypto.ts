/** A key for HMAC-SHA256. */
export type HmacKey = CryptoKey;

/** The 32 bytes of an HMAC-SHA256. */
export type Hmac = ArrayBuffer;

/** UTF-8 bytes of a text; bytes as they are. */
function bytes(data: string | Uint8Array | ArrayBuffer): Uint8Array<ArrayBuffer> {
  return typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
}

/** SHA-256 in hex. */
export async function sha256Hex(data: string | Uint8Array): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', bytes(data)));
}

/** Makes a key of a secret that is not empty. */
export function hmacKey(secret: string | Hmac): Promise<HmacKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign', 'verify']);
}

/** HMAC-SHA256. */
export function hmac(key: HmacKey, text: string): Promise<Hmac> {
  return crypto.subtle.sign('HMAC', key, bytes(text));
}

/** Tells in constant time whether a signature is the HMAC-SHA256 of a text. */
export function isHmac(
  key: HmacKey,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, signature, bytes(text));
}

/** Lower-case hexadecimal digits of bytes, or of a text in UTF-8. */
export function hex(data: string | ArrayBuffer): string {
  return Array.from(bytes(data), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
