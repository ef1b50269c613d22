import { type CallerOptions, transportOf } from './caller-options.ts';
import { checkOption } from './check-option.ts';
import { CfwOptionError } from './errors.ts';
import type { IntegerPolicy } from './exact-json.ts';
import { isLogger, type Logger, loggingHooks } from './logger.ts';
import { findProjectId } from './project.ts';
import { isProjectId } from './project-id.ts';
import { cfwEndpoint, checkRegion, type Region } from './region.ts';
import { serviceUrl } from './service-url.ts';

/** What a client needs to know: what a caller does, or how to find it out. */
export interface ClientOptions<Integers extends IntegerPolicy = 'throw'> extends Omit<
  CallerOptions<Integers>,
  'endpoint' | 'projectId'
> {
  /** Region of the firewall, which gives the endpoint in the cloud. */
  region?: Region | undefined;
  /**
   * Where the service is, in place of the region's endpoint: an absolute http or https URL, such
   * as `http://127.0.0.1:8239`. A path in it is kept as a prefix.
   */
  endpoint?: string | undefined;
  /**
   * Project that the firewalls belong to, 32 hexadecimal digits in lower case. Left out, it is
   * asked for once at IAM, by region.
   */
  projectId?: string | undefined;
  /**
   * User token of IAM, sent as `X-Auth-Token`, or a function that is asked for one before every
   * attempt: short for `credentials: { token }`.
   */
  token?: string | (() => string | Promise<string>) | undefined;
  /** Told in words what the hooks are told; `console` will do. */
  logger?: Logger | undefined;
}

/**
 * What a caller needs to know, from what a client was given.
 *
 * @throws {@link CfwOptionError} when it can't be found out
 */
export function callerOptionsOf<Integers extends IntegerPolicy>(
  options: ClientOptions<Integers>,
): CallerOptions<Integers> {
  // Types don't check this in JavaScript.
  if (typeof options !== 'object' || options === null) {
    throw new CfwOptionError('options', 'Give options, such as { endpoint, projectId }');
  }
  const { region, token, projectId, logger, ...rest } = options;
  checkOption(
    logger === undefined || isLogger(logger),
    'logger',
    'an object with the functions debug and warn, such as console',
  );
  const withCredentials = {
    ...rest,
    ...(logger && loggingHooks(logger, options)),
    credentials: credentialsOf(token, options.credentials),
  };
  return {
    ...withCredentials,
    endpoint: endpointOf(options),
    projectId: projectId === undefined ? projectFinder(region, withCredentials) : given(projectId),
  };
}

function endpointOf(options: ClientOptions<IntegerPolicy>): string {
  const { endpoint, region } = options;
  const otherName = ['baseUrl', 'baseURL', 'url'].find((name) => name in options);
  if (otherName !== undefined) {
    throw new CfwOptionError(otherName, `The option is called endpoint, not ${otherName}`);
  }
  checkRegion(region);
  if (endpoint !== undefined) {
    return serviceUrl('endpoint', endpoint, cfwEndpoint('cn-north-4'));
  }
  if (region !== undefined) return cfwEndpoint(region);
  throw new CfwOptionError('endpoint', 'Give a region, such as cn-north-4, or an endpoint');
}

function credentialsOf(
  token: ClientOptions['token'],
  credentials: ClientOptions['credentials'],
): ClientOptions['credentials'] {
  if (token === undefined) return credentials;
  if (credentials !== undefined) {
    throw new CfwOptionError('token', 'Give either a token or credentials, not both');
  }
  return typeof token === 'function' ? async () => ({ token: await token() }) : { token };
}

function given(projectId: string): string {
  if (isProjectId(projectId)) return projectId;
  throw new CfwOptionError(
    'projectId',
    `The project ID ${JSON.stringify(projectId)} is not 32 hexadecimal digits in lower case`,
  );
}

/** Asks for the id of the project once, when it is first needed. */
function projectFinder(
  region: Region | undefined,
  options: Omit<CallerOptions<IntegerPolicy>, 'endpoint' | 'projectId'>,
): () => Promise<string> {
  if (region === undefined || options.credentials === undefined) {
    throw new CfwOptionError(
      'projectId',
      'Give a projectId, or a region and credentials to ask for it',
    );
  }
  const transport = transportOf(options);
  let found: Promise<string> | undefined;
  return () => {
    found ??= findProjectId(region, transport).catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}
