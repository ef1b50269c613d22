import { cached, type ExpiringCredentials } from './cached.ts';
import { redacted } from './redacted.ts';
import type { CredentialsProvider } from './credentials.ts';
import { CfwCredentialsError } from './credentials-error.ts';
import { checkTimeout, exchange, type ExchangeAnswer, kindOf } from './exchange.ts';
import { CfwOptionError } from '../errors.ts';
import { expiryOf } from './expiry.ts';
import { withTimeout } from '../with-timeout.ts';
import { field } from '../loose-json.ts';
import { iamEndpoint } from '../iam-endpoint.ts';
import { checkRegion, type Region } from '../region.ts';
import { excerpt } from '../redaction.ts';
import { isSecretText } from './secret-text.ts';
import { serviceUrl } from '../service-url.ts';

/** Who logs in at IAM, and for what. */
export interface IamPasswordOptions {
  /** Name of the IAM user. */
  user: string;
  /** Password of the user. It goes to IAM, and nowhere else. */
  password: string;
  /** Name of the account that the user belongs to; IAM calls it domain. */
  domain: string;
  /** Name of the project that the token is for, such as `cn-north-4_dev`; the region's own when left out. */
  project?: string;
  /** Region of the project, which gives the endpoint, too. */
  region?: Region;
  /**
   * Where IAM is, in place of the region's: an absolute http or https URL. Without both it is
   * `https://iam.myhuaweicloud.com`.
   */
  endpoint?: string;
  /** Longest time of one login, in milliseconds; 10 000 when left out. */
  timeout?: number;
  /** Used in place of the global `fetch`. */
  fetch?: typeof fetch;
  /** The time, in milliseconds since 1970 UTC, in place of `Date.now`. */
  now?: () => number;
}

/**
 * Credentials from a password: IAM gives a token for it, good for 24 hours, which is kept until 5
 * to 6 minutes before it ends (`POST /v3/auth/tokens`). However many calls need a token, one
 * login is under way at a time; a failed one is not kept. A token that the service refuses before
 * its time is replaced by a new one, at most every 30 seconds. IAM locks users after repeated wrong
 * passwords, so a wrong one is better not tried again.
 *
 * @returns a provider that throws {@link CfwCredentialsError}, with `source` `iam`, when IAM
 *   refuses, can't be reached, takes too long or answers something else
 * @throws {@link CfwOptionError} when an option can't work
 *
 * @example
 * ```ts
 * import { createClient, iamPassword } from '@cfw-flow/fetch-client';
 *
 * const client = createClient({
 *   region: 'cn-north-4',
 *   credentials: iamPassword({
 *     user: 'reader',
 *     password: 'YOUR-PASSWORD',
 *     domain: 'YOUR-ACCOUNT',
 *     region: 'cn-north-4',
 *   }),
 * });
 * console.log(typeof client.listFlowStatistic);
 * ```
 */
export function iamPassword(options: IamPasswordOptions): CredentialsProvider {
  const { timeout = 10_000, fetch, now = Date.now } = options;
  checkTimeout(timeout);
  const login = loginOf(options);
  const obtain = (): Promise<ExpiringCredentials> =>
    withTimeout(
      async (signal) => {
        const answer = await exchange(
          'iam',
          `${login.endpoint}/v3/auth/tokens?nocatalog=true`,
          {
            method: 'POST',
            headers: { 'Content-Type': 'application/json;charset=UTF-8' },
            body: JSON.stringify(login.body),
            signal,
          },
          login.secrets,
          fetch,
        );
        if (answer.status >= 400) throw refusal(answer, login);
        return tokenOf(answer, login.endpoint, now());
      },
      timeout,
      () =>
        new CfwCredentialsError(
          'iam',
          `No whole answer from IAM at ${login.endpoint} in ${timeout} ms`,
          { temporary: true },
        ),
    );
  return cached(obtain, now);
}

interface Login {
  endpoint: string;
  user: string;
  domain: string;
  project: string;
  body: unknown;
  /** The password, which may have characters that are spelled in several bytes. */
  secrets: readonly string[];
}

function loginOf(options: IamPasswordOptions): Login {
  const { user, password, domain, region } = options;
  checkRegion(region);
  const project = options.project ?? region;
  if (project === undefined) {
    throw new CfwOptionError(
      'project',
      'Neither a region nor a project was given. Give one of them, such as region: "cn-north-4": a token is for one project',
    );
  }
  for (const [name, value] of Object.entries({ user, password, domain, project })) {
    if (typeof value === 'string' && value !== '') continue;
    throw new CfwOptionError(name, `The ${name} is empty. Check where it comes from.`);
  }
  return {
    endpoint: serviceUrl('endpoint', options.endpoint ?? iamEndpoint(region), iamEndpoint()),
    user,
    domain,
    project,
    secrets: [password, encodeURIComponent(password)],
    body: {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: user, password, domain: { name: domain } } },
        },
        scope: { project: { name: project } },
      },
    },
  };
}

function tokenOf(answer: ExchangeAnswer, endpoint: string, now: number): ExpiringCredentials {
  const token = answer.headers.get('X-Subject-Token');
  if (!isSecretText(token)) {
    const what = token === null ? 'without the header' : 'with an unusable';
    throw new CfwCredentialsError(
      'iam',
      `${endpoint} answered ${kindOf(answer)}, ${what} X-Subject-Token. Is it IAM?`,
    );
  }
  const told = field(field(answer.body, 'token'), 'expires_at');
  const expiresAt = expiryOf(told, answer.headers, now);
  if (expiresAt === undefined) {
    throw new CfwCredentialsError(
      'iam',
      `${endpoint} answered ${kindOf(answer)}, without a time in token.expires_at. Is it IAM?`,
    );
  }
  if (expiresAt <= now) {
    throw new CfwCredentialsError(
      'iam',
      `${endpoint} gave a token that ended already, at ${String(told)}. Is the clock of this machine right?`,
    );
  }
  return { credentials: redacted({ token }), expiresAt };
}

function refusal(answer: ExchangeAnswer, login: Login): CfwCredentialsError {
  const { endpoint, user, domain, project } = login;
  const who = `user ${JSON.stringify(user)} of account ${JSON.stringify(domain)}`;
  const said = `HTTP ${answer.status}${detailOf(answer)}`;
  const message = {
    400: `IAM at ${endpoint} takes the login of ${who} for project ${JSON.stringify(project)} for invalid (${said}). Check the names.`,
    401: `IAM at ${endpoint} refused the user name or the password of ${who} (${said}). Check user, password and domain, which is the name of the account.`,
    403: `IAM at ${endpoint} does not let ${who} log in for project ${JSON.stringify(project)} (${said}). Check that the user may call APIs and may use the project.`,
    404: `${endpoint} has no /v3/auth/tokens, or no project ${JSON.stringify(project)} (${said}). Is it IAM, and the project's name right?`,
    429: `IAM at ${endpoint} got too many requests (${said}). Try again later.`,
  }[answer.status];
  return new CfwCredentialsError('iam', message ?? `IAM at ${endpoint} gave no token: ${said}`, {
    temporary: answer.status === 429 || answer.status >= 500,
  });
}

/** What IAM, or the gateway before it, says of a failure. */
function detailOf({ body, secrets }: ExchangeAnswer): string {
  const said = field(field(body, 'error'), 'message') ?? field(body, 'error_msg');
  return typeof said === 'string' ? `: ${excerpt(said, secrets, 200)}` : '';
}
