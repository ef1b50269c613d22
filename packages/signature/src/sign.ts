import { hex, hmac, type HmacKey } from '#hash';
import { type Algorithm, derived, plain, stringToSign } from './algorithm.ts';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  headerMap,
  payloadHash,
  type RequestToSign,
} from './canonical-request.ts';
import { sdkDate } from './sdk-date.ts';

/**
 * An access key and its secret. What goes into headers goes there as it is: check that it is
 * visible ASCII text before you sign with what a person typed.
 */
export interface Credentials {
  /** Access key id (AK), without a comma. */
  accessKey: string;
  /** Secret access key (SK). It never leaves the process. */
  secretKey: string;
  /** Security token of a temporary access key; sent and signed as `X-Security-Token`. */
  securityToken?: string;
}

/** Region and service of a derived key. */
export interface DerivedKeyScope {
  /** Region id, such as cn-north-4. */
  region: string;
  /** Service, such as cfw. */
  service: string;
}

/** How a request is signed. */
export interface SignOptions {
  /** Time of the signature; now when left out. The gateway takes 15 minutes either way. */
  date?: Date;
  /**
   * Names of the headers to sign, beside `X-Sdk-Date`; all headers given and `Host` when left out.
   * Each has to be among them.
   */
  signedHeaders?: readonly string[];
}

/**
 * Signs a request by SDK-HMAC-SHA256, with the secret key itself.
 *
 * @returns the headers to add to the request: `X-Sdk-Date`, `Authorization` and, for a temporary
 *   access key, `X-Security-Token`. `Host` is signed as the URL has it and is not among them: the
 *   HTTP client sets it.
 * @throws TypeError when the URL is not absolute, or a header to sign is not there
 *
 * @example
 * ```ts
 * import { signRequest } from '@cfw-flow/signature';
 *
 * const url = 'https://cfw.cn-north-4.myhuaweicloud.com/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs';
 * const headers = await signRequest(
 *   { method: 'GET', url },
 *   { accessKey: 'YOUR-AK', secretKey: 'YOUR-SK' },
 * );
 * console.log(headers);
 * ```
 *
 * @group Start here
 */
export async function signRequest(
  request: RequestToSign,
  credentials: Credentials,
  options: SignOptions = {},
): Promise<Record<string, string>> {
  return sign(request, credentials, options, sdkDate(options.date), plain);
}

/**
 * Signs a request by V11-HMAC-SHA256, with a key that is derived from the secret key for the day
 * of the signature, a region and a service.
 *
 * @returns the headers to add to the request, as {@link signRequest} does
 */
export async function signRequestV11(
  request: RequestToSign,
  credentials: Credentials,
  { region, service }: DerivedKeyScope,
  options: SignOptions = {},
): Promise<Record<string, string>> {
  const date = sdkDate(options.date);
  const algorithm = derived(`${date.slice(0, 8)}/${region}/${service}`);
  return sign(request, credentials, options, date, algorithm);
}

async function sign(
  request: RequestToSign,
  credentials: Credentials,
  { signedHeaders }: SignOptions,
  date: string,
  algorithm: Algorithm,
): Promise<Record<string, string>> {
  const url = new URL(request.url);
  const added: Record<string, string> = { 'X-Sdk-Date': date };
  if (credentials.securityToken !== undefined) {
    added['X-Security-Token'] = credentials.securityToken;
  }
  const headers = headerMap(request.headers);
  if (!headers.has('host')) headers.set('host', url.host);
  for (const [name, value] of Object.entries(added)) headers.set(name.toLowerCase(), value);

  const chosen = signedHeaders?.map((name) => name.toLowerCase()) ?? headers.keys();
  const signed = [...new Set([...chosen, 'x-sdk-date'])].sort();
  const canonical = canonicalRequest({
    method: request.method,
    path: canonicalPath(url.pathname),
    query: canonicalQuery(url.search),
    headers,
    signed,
    payload: headers.get('x-sdk-content-sha256') ?? (await payloadHash(request.body)),
  });
  const text = await stringToSign(algorithm, date, canonical);
  const signature = hex(await hmac(await keyOf(credentials, algorithm), text));
  const { name, keyword, scope } = algorithm;
  const credential = [credentials.accessKey, ...scope].join('/');
  return {
    ...added,
    Authorization: `${name} ${keyword}=${credential}, SignedHeaders=${signed.join(';')}, Signature=${signature}`,
  };
}

/**
 * The last key of each credentials object, gone with it: to make a key takes as long as to sign.
 * It is no promise, which a worker may not share between requests.
 */
const lastKeys = new WeakMap<Credentials, { madeFrom: string; key: HmacKey }>();

async function keyOf(credentials: Credentials, { scope, key }: Algorithm): Promise<HmacKey> {
  const { accessKey, secretKey } = credentials;
  // A caller may have put other values into the same object since.
  const madeFrom = JSON.stringify([accessKey, secretKey, scope]);
  let last = lastKeys.get(credentials);
  if (last?.madeFrom !== madeFrom) {
    last = { madeFrom, key: await key(accessKey, secretKey) };
    lastKeys.set(credentials, last);
  }
  return last.key;
}
