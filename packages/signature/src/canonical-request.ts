import { hex, sha256Hex } from '#hash';

/** The parts of a request that a signature covers. Nothing of it is changed. */
export interface RequestToSign {
  /** HTTP method, in any case. */
  method: string;
  /** Absolute URL, percent-encoded as it goes on the wire. */
  url: string | URL;
  /** Headers, their names in any case. */
  headers?: Iterable<readonly [string, string]> | Readonly<Record<string, string>>;
  /** Body as it goes on the wire; none when left out. */
  body?: string | Uint8Array;
}

/** What a signature is made over, header by header. */
export interface CanonicalParts {
  method: string;
  /** From {@link canonicalPath}. */
  path: string;
  /** From {@link canonicalQuery}. */
  query: string;
  /** Headers by name in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Names of the signed headers in lower case, in their order. */
  signed: readonly string[];
  /** Hash of the body in hex, or what stands for it. */
  payload: string;
}

/**
 * The text that is hashed and signed.
 *
 * @throws TypeError when a signed header is not there
 */
export function canonicalRequest(parts: CanonicalParts): string {
  const { method, path, query, headers, signed, payload } = parts;
  const lines = signed.map((name) => {
    const value = headers.get(name);
    if (value === undefined) throw new TypeError(`No header ${name} to sign`);
    return `${name}:${value.trim()}\n`;
  });
  return [method.toUpperCase(), path, query, lines.join(''), signed.join(';'), payload].join('\n');
}

/** Hash of a body that is not there, or empty, once it was needed. */
let emptyHash: string | undefined;

/** Hash of a body in hex. */
export async function payloadHash(body: string | Uint8Array = ''): Promise<string> {
  return body.length > 0 ? sha256Hex(body) : (emptyHash ??= await sha256Hex(''));
}

/** Each segment encoded again, and a slash at the end: for the signature only, not on the wire. */
export function canonicalPath(path: string): string {
  // Of most paths there is nothing to encode, and to see that takes a fifth of the time.
  const encoded = /^[\w.~/-]*$/.test(path) ? path : path.split('/').map(encodeAgain).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/**
 * Parameters sorted by name, then by value, and encoded again. A plus is read as a space, as every
 * server of forms does.
 *
 * @param search - query string, with or without its question mark
 */
export function canonicalQuery(search: string): string {
  return [...new URLSearchParams(search)]
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** Headers by name in lower case. Several of one name are joined, as HTTP says. */
export function headerMap(headers: RequestToSign['headers'] = []): Map<string, string> {
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  const map = new Map<string, string>();
  for (const [name, value] of entries as (readonly [string, string])[]) {
    const key = name.toLowerCase();
    const earlier = map.get(key);
    map.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return map;
}

/** By UTF-16 code unit, as the vendor's signers for JavaScript and Java sort. */
function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** RFC 3986: all but letters, digits and `-._~` is percent-encoded. */
function encode(text: string): string {
  return text.replace(/[^\w.~-]+/g, (run) => hex(run).toUpperCase().replace(/../g, '%$&'));
}

/** A path segment that is not well percent-encoded stands for itself. */
function encodeAgain(segment: string): string {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    return encode(segment);
  }
}
