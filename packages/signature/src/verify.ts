import { stringToSign } from './algorithm.ts';
import { parseAuthorization } from './authorization.ts';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  emptyPayload,
  headerMap,
  payloadHash,
  type RequestToSign,
} from './canonical-request.ts';
import { bytes } from './hash.ts';
import { parseSdkDate } from './sdk-date.ts';

/** Why a signature is not good. */
export type VerifyFailure =
  /** There is no `Authorization` header. */
  | 'missing'
  /** The `Authorization` header is no signature of a kind known here. */
  | 'malformed'
  /** `X-Sdk-Date` is missing, not a date, or not signed. */
  | 'date'
  /** `X-Sdk-Date` is too far from the verifier's clock. */
  | 'expired'
  /** A signed header is not there. */
  | 'header'
  /** The access key is unknown. */
  | 'access-key'
  /** The request is not the one that was signed, or the secret key differs. */
  | 'mismatch';

/** The signature is good. */
export interface ValidSignature {
  /** Tells the two verdicts apart. */
  valid: true;
  /** Access key id of who signed. */
  accessKey: string;
}

/** The signature is not good, or there is none. */
export interface InvalidSignature {
  /** Tells the two verdicts apart. */
  valid: false;
  /** What is wrong. */
  reason: VerifyFailure;
  /** Access key id that the request names, if it does. */
  accessKey?: string;
}

/** What a verification comes to. */
export type Verdict = ValidSignature | InvalidSignature;

/** Whom a verifier trusts, and how late it is. */
export interface VerifyOptions {
  /** The secret key of an access key; nothing when it is unknown. */
  secretKey: (accessKey: string) => string | undefined | Promise<string | undefined>;
  /** The verifier's clock, milliseconds since 1970 UTC; the machine's when left out. */
  now?: number;
  /** How far `X-Sdk-Date` may be from the clock, in milliseconds; 15 minutes when left out. */
  tolerance?: number;
}

/**
 * Verifies the signature of a request as it arrived. It looks at the headers that were signed and
 * no others, of which `X-Sdk-Date` has to be one, so that each of the vendor's clients passes,
 * whichever headers it signs. The comparison takes the same time wherever two signatures differ.
 */
export async function verifyRequest(
  request: RequestToSign,
  options: VerifyOptions,
): Promise<Verdict> {
  const headers = headerMap(request.headers);
  const text = headers.get('authorization');
  if (text === undefined) return { valid: false, reason: 'missing' };
  const authorization = parseAuthorization(text);
  if (!authorization) return { valid: false, reason: 'malformed' };
  const { algorithm, accessKey, signed, signature } = authorization;
  const refuse = (reason: VerifyFailure): Verdict => ({ valid: false, reason, accessKey });

  const date = headers.get('x-sdk-date') ?? '';
  const time = parseSdkDate(date);
  if (time === undefined || !signed.includes('x-sdk-date')) return refuse('date');
  const { scope } = algorithm;
  if (scope !== undefined && !scope.startsWith(date.slice(0, 8))) return refuse('date');
  const { now = Date.now(), tolerance = 15 * 60_000 } = options;
  if (Math.abs(now - time) > tolerance) return refuse('expired');
  if (signed.some((name) => !headers.has(name))) return refuse('header');
  const secretKey = await options.secretKey(accessKey);
  if (secretKey === undefined) return refuse('access-key');

  const key = await algorithm.key(accessKey, secretKey);
  const url = new URL(request.url);
  for (const path of canonicalPaths(url.pathname)) {
    for (const payload of await payloads(request.body, headers.get('x-sdk-content-sha256'))) {
      const canonical = canonicalRequest({
        method: request.method,
        path,
        query: canonicalQuery(url.search),
        headers,
        signed,
        payload,
      });
      const data = bytes(await stringToSign(algorithm, date, canonical));
      if (await crypto.subtle.verify('HMAC', key, signature, data)) {
        return { valid: true, accessKey };
      }
    }
  }
  return refuse('mismatch');
}

/** The vendor's client for Node encodes a path once more that is encoded already. */
function canonicalPaths(pathname: string): Set<string> {
  return new Set([canonicalPath(pathname), canonicalPath(encodeURI(pathname))]);
}

/**
 * What may stand for the body in a signature. The header's word is taken for a body that isn't
 * there alone: PHP's client says `UNSIGNED-PAYLOAD` even then, and a body under a signature that
 * doesn't cover it could be anybody's.
 */
async function payloads(
  body: RequestToSign['body'],
  header: string | undefined,
): Promise<Set<string>> {
  const hash = await payloadHash(body);
  return new Set(hash === emptyPayload && header === 'UNSIGNED-PAYLOAD' ? [hash, header] : [hash]);
}
