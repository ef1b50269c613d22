import { cached, type ExpiringCredentials } from '../credentials/cached.ts';
import { redacted } from '../credentials/redacted.ts';
import type { CredentialsProvider } from '../credentials/credentials.ts';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { checkTimeout, exchange, type ExchangeAnswer, kindOf } from '../credentials/exchange.ts';
import { CfwConnectionError } from '../errors.ts';
import { expiryOf } from '../credentials/expiry.ts';
import { withTimeout } from '../with-timeout.ts';
import { field } from '../loose-json.ts';
import { isSecretText } from '../credentials/secret-text.ts';
import { serviceUrl } from '../service-url.ts';

/** The same address in every ECS, reachable from within only. */
const usualEndpoint = 'http://169.254.169.254';
/** How long a session of the metadata service is good, in seconds; what the vendor advises. */
const sessionSeconds = 21_600;
/** Answers of a metadata service that knows no sessions, by which the vendor's SDKs tell. */
const withoutSessions: ReadonlySet<number> = new Set([404, 405, 503]);

/** How the metadata service of an ECS is asked. */
export interface MetadataOptions {
  /** Where the service is; `http://169.254.169.254` when left out. */
  endpoint?: string;
  /**
   * Longest time, in milliseconds, of both requests together; 2 000 when left out. Outside of an
   * ECS the address may never answer.
   */
  timeout?: number;
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch;
  /** The time, in milliseconds since 1970 UTC, in place of `Date.now`. */
  now?: () => number;
}

/**
 * Credentials of the agency that an ECS has: a temporary access key from the metadata service
 * (`GET /openstack/latest/securitykey`), within a session where the service knows them
 * (`PUT /meta-data/latest/api/token`). It is kept until 5 to 6 minutes before it ends; the
 * service has the next one 10 minutes before. However many calls need one, one question is under
 * way at a time, and a failure is not kept.
 *
 * No answer means that this is not an ECS, and isn't waited for again by the call that met it.
 * From an address that answered with HTTP 200 before it is a hiccup: it is `temporary`, like
 * HTTP 429 and 5xx, and the call makes another attempt.
 *
 * @returns a provider that throws {@link CfwCredentialsError}, with `source` `metadata`, when
 *   this is not an ECS, when it has no agency, or when the service answers something else
 * @throws `CfwOptionError` when an option can't work
 */
export function fromMetadata(options: MetadataOptions = {}): CredentialsProvider {
  const { timeout = 2000, fetch, now = Date.now } = options;
  checkTimeout(timeout);
  const endpoint = serviceUrl('endpoint', options.endpoint ?? usualEndpoint, usualEndpoint);
  let answered = false;
  const ask = async (
    signal: AbortSignal,
    path: string,
    init: RequestInit,
    secrets: readonly string[] = [],
  ) => {
    const url = `${endpoint}${path}`;
    try {
      const answer = await exchange('metadata', url, { ...init, signal }, secrets, fetch);
      answered ||= answer.status === 200;
      return answer;
    } catch (error) {
      const { cause } = error as CfwCredentialsError;
      throw cause instanceof CfwConnectionError ? silence(answered, cause.message, cause) : error;
    }
  };
  const obtain = (): Promise<ExpiringCredentials> =>
    withTimeout(
      async (signal) => {
        const session = await ask(signal, '/meta-data/latest/api/token', {
          method: 'PUT',
          headers: { 'X-Metadata-Token-Ttl-Seconds': String(sessionSeconds) },
        });
        const headers = sessionHeaders(session, endpoint);
        const answer = await ask(
          signal,
          '/openstack/latest/securitykey',
          { headers },
          Object.values(headers),
        );
        return keyOf(answer, endpoint, now());
      },
      timeout,
      () => silence(answered, `No whole answer from ${endpoint} in ${timeout} ms`),
    );
  return cached(obtain, now);
}

function silence(answered: boolean, what: string, cause?: unknown): CfwCredentialsError {
  const why = answered
    ? 'The metadata service answered before: it may do so again.'
    : "This is not an ECS, or its metadata service can't be reached from here.";
  return new CfwCredentialsError('metadata', `${what}. ${why}`, {
    absent: !answered,
    temporary: answered,
    ...(cause !== undefined && { cause }),
  });
}

/** Tells whether a failed answer may be a better one soon. */
function mayRecover({ status }: ExchangeAnswer): boolean {
  return status === 429 || status >= 500;
}

function sessionHeaders(session: ExchangeAnswer, endpoint: string): Record<string, string> {
  if (withoutSessions.has(session.status)) return {};
  const token = session.text.trim();
  if (session.status !== 200 || !isSecretText(token)) {
    throw new CfwCredentialsError(
      'metadata',
      `${endpoint}/meta-data/latest/api/token gave no session, but ${kindOf(session)}. Is it the metadata service of an ECS?`,
      { temporary: mayRecover(session) },
    );
  }
  return { 'X-Metadata-Token': token };
}

function keyOf(answer: ExchangeAnswer, endpoint: string, now: number): ExpiringCredentials {
  const { status, headers, text, body } = answer;
  if (status === 404 || (status === 401 && text.includes('configure Cloud Service Agency'))) {
    throw new CfwCredentialsError(
      'metadata',
      `${endpoint} has no access key (HTTP ${status}): this ECS has no agency, or this is not an ECS. Create an agency for ECS in IAM and choose it on the page of the ECS.`,
      { absent: true },
    );
  }
  if (status >= 400) {
    throw new CfwCredentialsError('metadata', `${endpoint} gave no access key: HTTP ${status}`, {
      temporary: mayRecover(answer),
    });
  }
  const credential = field(body, 'credential');
  const accessKey = field(credential, 'access');
  const secretKey = field(credential, 'secret');
  const securityToken = field(credential, 'securitytoken');
  const told = field(credential, 'expires_at');
  const expiresAt = expiryOf(told, headers, now);
  if (
    !isSecretText(accessKey) ||
    !isSecretText(secretKey) ||
    !isSecretText(securityToken) ||
    expiresAt === undefined
  ) {
    throw new CfwCredentialsError(
      'metadata',
      `${endpoint} answered ${kindOf(answer)}, without access, secret, securitytoken and expires_at of a credential. Is it the metadata service of an ECS?`,
    );
  }
  if (expiresAt <= now) {
    throw new CfwCredentialsError(
      'metadata',
      `${endpoint} gave an access key that ended already, at ${String(told)}. Is the clock of this machine right?`,
    );
  }
  return { credentials: redacted({ accessKey, secretKey, securityToken }), expiresAt };
}
