import {
  type Credentials,
  type CredentialsProvider,
  type Region,
  regions,
} from '@cfw-flow/fetch-client';
import { type Environment, fromDefaults, fromEnv } from '@cfw-flow/fetch-client/node';
import { LogType } from '@cfw-flow/types';
import { ENDPOINT } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { endpointUrl } from './endpoint-url.ts';
import { isProject, isUuid } from './ids.ts';
import { tokenFrom } from './token.ts';

/** Where a command asks, as whom and about what, as far as this machine knows. */
export interface Settings {
  server: ServerChoice;
  credentials: Credentials | CredentialsProvider | undefined;
  /** 32 hexadecimal digits. */
  project: string | undefined;
  /** A UUID. */
  firewall: string | undefined;
  logType: LogType | undefined;
}

/** A server: by its URL, or by the region of the cloud. */
export interface ServerChoice {
  /** Absolute http or https URL; in a region it stands in place of the region's own. */
  endpoint: string | undefined;
  region: Region | undefined;
}

/**
 * What the options say, or the environment where they say nothing.
 *
 * @throws {@link Failure} naming the variable whose value can't be used
 */
export async function settingsOf(
  options: ConnectionOptions,
  env: Environment = process.env,
): Promise<Settings> {
  const server = serverChoice(options, env);
  return {
    server,
    credentials: await credentialsFor(server, options, env),
    project: options.project ?? projectIn(env, server),
    firewall: options.firewall ?? variable(env, 'CFW_FLOW_FIREWALL', isUuid, 'a UUID'),
    logType: options.logType ?? variable(env, 'CFW_FLOW_LOG_TYPE', isLogType, logTypes),
  };
}

/** Options count more than variables, whichever of the two says where the server is. */
function serverChoice({ endpoint, region }: ConnectionOptions, env: Environment): ServerChoice {
  if (endpoint !== undefined || region !== undefined) {
    return { endpoint: endpoint && endpointUrl(endpoint, '--endpoint'), region };
  }
  const url = env['CFW_FLOW_ENDPOINT'] || undefined;
  const place = variable(env, 'CFW_FLOW_REGION', isRegion, `one of ${regions.join(', ')}`);
  if (url === undefined && place === undefined) return { endpoint: ENDPOINT, region: undefined };
  return { endpoint: url && endpointUrl(url, 'CFW_FLOW_ENDPOINT'), region: place };
}

/** A token, else the keys of the environment; in the cloud also those of a file or the machine. */
async function credentialsFor(
  { region }: ServerChoice,
  options: ConnectionOptions,
  env: Environment,
): Promise<Settings['credentials']> {
  const token = await tokenFrom(options);
  if (token !== undefined) return { token };
  if (region !== undefined) return fromDefaults({ env });
  return env['HUAWEICLOUD_SDK_AK'] ? fromEnv(env) : undefined;
}

/** The variable of the vendor's tools names a project of the cloud, which no other server has. */
function projectIn(env: Environment, { region }: ServerChoice): string | undefined {
  const form = '32 hexadecimal digits';
  const own = variable(env, 'CFW_FLOW_PROJECT', isProject, form);
  if (own !== undefined || region === undefined) return own;
  return variable(env, 'HUAWEICLOUD_SDK_PROJECT_ID', isProject, form);
}

function variable<Value extends string>(
  env: Environment,
  name: string,
  isValue: (text: string) => text is Value,
  form: string,
): Value | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  if (isValue(text)) return text;
  throw new Failure(
    `The environment variable ${name} is ${JSON.stringify(text)}. It takes ${form}.`,
    ExitCode.USAGE,
  );
}

const logTypes = Object.values(LogType).join(', ');

function isLogType(text: string): text is LogType {
  return Object.values<string>(LogType).includes(text);
}

function isRegion(text: string): text is Region {
  return (regions as readonly string[]).includes(text);
}
