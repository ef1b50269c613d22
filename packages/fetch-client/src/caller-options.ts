import type { AttemptHooks } from './attempt-hooks.ts';
import { defaultMaxBodyBytes } from './body.ts';
import { checkOption } from './check-option.ts';
import { checkCredentials } from './credentials/authorization.ts';
import type { Credentials, CredentialsProvider } from './credentials/credentials.ts';
import { CfwOptionError } from './errors.ts';
import type { IntegerPolicy } from './exact-json.ts';
import type { TransportOptions } from './transport.ts';

/** What a caller needs to know. */
export interface CallerOptions<Integers extends IntegerPolicy = 'throw'> extends AttemptHooks {
  /**
   * Where the service is: an absolute http or https URL, such as `http://127.0.0.1:8239` or
   * `https://cfw.cn-north-4.myhuaweicloud.com`. A path in it is kept as a prefix.
   */
  endpoint: string;
  /**
   * Project that the firewalls belong to, 32 hexadecimal digits in lower case, or a function that
   * is asked for it before every call.
   */
  projectId: string | (() => Promise<string>);
  /**
   * What proves who calls: an access key, which signs every request, a token, or a function that
   * is asked for one of them before every attempt. Without it the calls carry no credentials,
   * which is what a cfw-flow server of your own takes.
   */
  credentials?: Credentials | CredentialsProvider | undefined;
  /** Longest time of one attempt, in milliseconds; 30 000 when left out. */
  timeout?: number | undefined;
  /** Longest time of a call with all its attempts, in milliseconds; 120 000 when left out. */
  totalTimeout?: number | undefined;
  /** Most attempts after the first, 0 to 10; 2 when left out. */
  retries?: number | undefined;
  /**
   * Most bytes of an answer, decompressed, 1 to 2^31 − 1; 33 554 432 (32 MiB) when left out. The
   * connection is given up as soon as there are more.
   */
  maxBodyBytes?: number | undefined;
  /**
   * What becomes of a whole number beyond 2^53 − 1, such as a sum of bytes: `throw`, the default,
   * or `bigint`, with types that say so. It is never rounded.
   */
  integers?: Integers | undefined;
  /** Credentials in a web page can be read by whoever opens it: refused, unless this is true. */
  allowSecretsInBrowser?: boolean | undefined;
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

/** What numbers among the options may be, and are when left out: least, greatest, default. */
const ranges = {
  timeout: [1, 2 ** 31 - 1, 30_000],
  totalTimeout: [1, 2 ** 31 - 1, 120_000],
  retries: [0, 10, 2],
  maxBodyBytes: [1, 2 ** 31 - 1, defaultMaxBodyBytes],
} as const;

/**
 * How calls are made.
 *
 * @throws {@link CfwOptionError} when an option can't work
 */
export function transportOf(
  options: Omit<CallerOptions<IntegerPolicy>, 'endpoint' | 'projectId'>,
): TransportOptions {
  const { fetch = globalThis.fetch } = options;
  checkOption(typeof fetch === 'function', 'fetch', 'a function');
  const transport = { ...options, credentials: usable(options) } as TransportOptions;
  for (const name in ranges) {
    const option = name as keyof typeof ranges;
    const [least, greatest, usual] = ranges[option];
    const value = (transport[option] ??= usual);
    checkOption(
      Number.isInteger(value) && value >= least && value <= greatest,
      option,
      `an integer from ${least} to ${greatest}: ${value}`,
    );
  }
  return transport;
}

function usable({
  credentials,
  allowSecretsInBrowser,
}: Pick<CallerOptions, 'credentials' | 'allowSecretsInBrowser'>):
  | Credentials
  | CredentialsProvider
  | undefined {
  if (credentials === undefined) return undefined;
  if (typeof document !== 'undefined' && !allowSecretsInBrowser) {
    throw new CfwOptionError(
      'allowSecretsInBrowser',
      'Credentials in a web page can be read by anyone. Call from a server, or set allowSecretsInBrowser',
    );
  }
  if (typeof credentials === 'function') return credentials;
  checkCredentials(credentials);
  // A copy, so that what the caller does to the object later changes no request.
  return { ...credentials };
}
