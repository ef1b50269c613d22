const encoder = new TextEncoder();

/** UTF-8 bytes of a text; bytes as they are. */
export function bytes(data: string | Uint8Array | ArrayBuffer): Uint8Array<ArrayBuffer> {
  return typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data);
}

/** SHA-256 in hex. */
export async function sha256Hex(data: string | Uint8Array): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', bytes(data)));
}

/** A key for HMAC-SHA256. */
export function hmacKey(secret: string | ArrayBuffer): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign', 'verify']);
}

/** HMAC-SHA256. */
export function hmac(key: CryptoKey, data: string | Uint8Array): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', key, bytes(data));
}

/** Lower-case hexadecimal digits. */
export function hex(data: ArrayBuffer): string {
  return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
