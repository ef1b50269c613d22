import { DERIVED, PLAIN, scopeText, signingKey, stringToSign } from './algorithm.ts';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  headerMap,
  payloadHash,
  type RequestToSign,
} from './canonical-request.ts';
import { hex, hmac } from './hash.ts';
import { sdkDate } from './sdk-date.ts';

/** An access key and its secret. */
export interface Credentials {
  /** Access key id (AK). */
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
  /** Signs by V11-HMAC-SHA256 with a key derived for a region and a service. */
  derivedKey?: DerivedKeyScope;
  /**
   * Names of the headers to sign, beside `X-Sdk-Date`; all headers given and `Host` when left out.
   */
  signedHeaders?: readonly string[];
}

/**
 * Signs a request by SDK-HMAC-SHA256, or by V11-HMAC-SHA256 with a derived key.
 *
 * @returns the headers to add to the request: `X-Sdk-Date`, `Authorization` and, for a temporary
 *   access key, `X-Security-Token`. `Host` is signed as the URL has it and is not among them: the
 *   HTTP client sets it.
 */
export async function signRequest(
  request: RequestToSign,
  credentials: Credentials,
  options: SignOptions = {},
): Promise<Record<string, string>> {
  const url = new URL(request.url);
  const date = sdkDate(options.date ?? new Date());
  const added: Record<string, string> = { 'X-Sdk-Date': date };
  if (credentials.securityToken !== undefined) {
    added['X-Security-Token'] = credentials.securityToken;
  }
  const headers = headerMap(request.headers);
  if (!headers.has('host')) headers.set('host', url.host);
  for (const [name, value] of Object.entries(added)) headers.set(name.toLowerCase(), value);

  const chosen = options.signedHeaders?.map((name) => name.toLowerCase()) ?? headers.keys();
  const signed = [...new Set([...chosen, 'x-sdk-date'])].sort();
  const canonical = canonicalRequest({
    method: request.method,
    path: canonicalPath(url.pathname),
    query: canonicalQuery(url.search),
    headers,
    signed,
    payload: headers.get('x-sdk-content-sha256') ?? (await payloadHash(request.body)),
  });
  const { accessKey, secretKey } = credentials;
  const scope = options.derivedKey && { day: date.slice(0, 8), ...options.derivedKey };
  const key = await signingKey(accessKey, secretKey, scope);
  const signature = hex(await hmac(key, await stringToSign(date, scope, canonical)));
  const credential =
    scope === undefined
      ? `${PLAIN} Access=${accessKey}`
      : `${DERIVED} Credential=${accessKey}/${scopeText(scope)}`;
  return {
    ...added,
    Authorization: `${credential}, SignedHeaders=${signed.join(';')}, Signature=${signature}`,
  };
}
