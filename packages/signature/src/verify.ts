import { isHmac } from '#hash';
import { stringToSign } from './algorithm.ts';
import { parseAuthorization } from './authorization.ts';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  headerMap,
  payloadHash,
} from './canonical-request.ts';
import { parseRequestTarget } from './request-target.ts';
import { parseSdkDate } from './sdk-date.ts';

/** A request as it arrived. */
export interface RequestToVerify {
  /** HTTP method, in any case. */
  method: string;
  /**
   * The request target as it came, such as Node's `request.url`, or an absolute URL that ends in
   * it. An origin is not looked at: `Host` is verified as the header has it. Give no `URL` where
   * the text can be had, since a `URL` is not what came but how it was understood.
   */
  url: string | URL;
  /**
   * Headers, their names in any case, as Node's `request.headers` or a `Headers` hold them. Those
   * that are undefined are not there; several values of one name are joined, as HTTP says.
   */
  headers?:
    | Iterable<readonly [string, string]>
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Body as it came; none when left out. */
  body?: string | Uint8Array;
}

/** Why a signature is not good. */
export type VerifyFailure =
  /** There is no `Authorization` header. */
  | 'missing'
  /** The `Authorization` header is no signature of a kind known here. */
  | 'malformed'
  /** The request target is one that not everybody reads alike, or `Host` holds part of one. */
  | 'target'
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
  /** The secret key of an access key; undefined, null or empty when it is unknown. */
  secretKey: (accessKey: string) => string | null | undefined | Promise<string | null | undefined>;
  /**
   * The verifier's clock, milliseconds since 1970 UTC; the machine's when left out. Nothing is in
   * time for a clock of NaN.
   */
  now?: number;
  /**
   * How far `X-Sdk-Date` may be from the clock, in milliseconds; 15 minutes when left out. Nothing
   * is within NaN.
   */
  tolerance?: number;
}

/**
 * Verifies the signature of a request as it arrived. It looks at the headers that were signed and
 * no others, of which `X-Sdk-Date` has to be one, so that each of the vendor's clients passes,
 * whichever headers it signs. The comparison takes the same time wherever two signatures differ.
 *
 * @returns a verdict, whatever the client sent
 * @throws what `secretKey` throws
 */
export async function verifyRequest(
  request: RequestToVerify,
  options: VerifyOptions,
): Promise<Verdict> {
  const headers = headersReceived(request.headers);
  const text = headers.get('authorization');
  if (text === undefined) return { valid: false, reason: 'missing' };
  const authorization = parseAuthorization(text);
  if (!authorization) return { valid: false, reason: 'malformed' };
  const { algorithm, accessKey, signed, signature } = authorization;
  const refuse = (reason: VerifyFailure): Verdict => ({ valid: false, reason, accessKey });

  const target = parseRequestTarget(String(request.url));
  // A caller may have put the target behind Host: a slash there would move where the path begins.
  if (!target || /[/?]/.test(headers.get('host') ?? '')) return refuse('target');
  const date = headers.get('x-sdk-date') ?? '';
  const time = parseSdkDate(date);
  if (time === undefined || !signed.includes('x-sdk-date')) return refuse('date');
  if (algorithm.scope.some((scope) => !scope.startsWith(date.slice(0, 8)))) return refuse('date');
  const { now = Date.now(), tolerance = 15 * 60_000 } = options;
  // Not "more than", so that NaN refuses.
  if (!(Math.abs(now - time) <= tolerance)) return refuse('expired');
  if (signed.some((name) => !headers.has(name))) return refuse('header');
  const secretKey = await options.secretKey(accessKey);
  if (!secretKey) return refuse('access-key');

  const key = await algorithm.key(accessKey, secretKey);
  const query = canonicalQuery(target.search);
  for (const path of canonicalPaths(target.path)) {
    for (const payload of await payloads(request.body, headers.get('x-sdk-content-sha256'))) {
      const canonical = canonicalRequest({
        method: request.method,
        path,
        query,
        headers,
        signed,
        payload,
      });
      const text = await stringToSign(algorithm, date, canonical);
      if (await isHmac(key, signature, text)) return { valid: true, accessKey };
    }
  }
  return refuse('mismatch');
}

function headersReceived(headers: RequestToVerify['headers'] = []): Map<string, string> {
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return headerMap(
    entries.flatMap(([name, value = []]) => [value].flat().map((one) => [name, one] as const)),
  );
}

/**
 * The vendor's client for Node encodes a path once more that is encoded already. Its signature
 * of `/a%20b` is the one that others make of `/a%2520b`: either passes, for nothing tells them
 * apart.
 */
function canonicalPaths(path: string): Set<string> {
  return new Set([canonicalPath(path), canonicalPath(path.replaceAll('%', '%25'))]);
}

/**
 * What may stand for the body in a signature. The header's word is taken for a body that isn't
 * there alone: PHP's client says `UNSIGNED-PAYLOAD` even then, and a body under a signature that
 * doesn't cover it could be anybody's.
 */
async function payloads(
  body: RequestToVerify['body'],
  header: string | undefined,
): Promise<Set<string>> {
  const hash = await payloadHash(body);
  return new Set(!body?.length && header === 'UNSIGNED-PAYLOAD' ? [hash, header] : [hash]);
}
