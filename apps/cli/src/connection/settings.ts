import {
  type Credentials,
  type CredentialsProvider,
  type Region,
  regions,
} from '@cfw-flow/fetch-client';
import {
  type Environment,
  fromDefaults,
  fromEnv,
  fromMetadata,
  fromProfile,
} from '@cfw-flow/fetch-client/node';
import { LogType } from '@cfw-flow/types';
import type { ConsoleContext } from '@cfw-flow/types/console';
import { ENDPOINT } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { suggestion } from '../nearest-name.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { endpointUrl } from './endpoint-url.ts';
import { type FirewallNames, firewallId } from './firewall-id.ts';
import { isProject } from './ids.ts';
import type { CredentialsSource, Profile } from './profile.ts';
import { profileFilePath, readProfiles } from './profile-file.ts';
import { contextOf } from './server-context.ts';
import { tokenFrom } from './token.ts';

/** Where a command asks, as whom and about what, as far as this machine knows. */
export interface Settings {
  server: ServerChoice;
  /** Undefined: none are sent. */
  credentials: ChosenCredentials | undefined;
  /** 32 hexadecimal digits. */
  project: string | undefined;
  /** A UUID. */
  firewall: string | undefined;
  logType: LogType | undefined;
  /** The names that the profile has. */
  firewalls: FirewallNames;
}

/** A server: by its URL, or by the region of the cloud. */
export interface ServerChoice {
  /** Absolute http or https URL; in a region it stands in place of the region's own. */
  endpoint: string | undefined;
  region: Region | undefined;
}

/** What proves who asks. */
export interface ChosenCredentials {
  value: Credentials | CredentialsProvider;
  /** Where they come from, in words. */
  source: string;
}

/** What one place says: the options, the environment or a profile. */
interface Place extends Partial<ServerChoice> {
  project?: string;
  /** A UUID, or a name. */
  firewall?: string;
  logType?: LogType;
  credentials?: ChosenCredentials;
}

/**
 * What the options say; else the environment, else the profile. A profile that `--profile` names counts
 * before the environment.
 *
 * @param contextAt - asks a server what it has; needed when the profile does not have the name of a firewall
 *   that is given
 * @throws {@link Failure} naming what can't be used, and where it was given
 */
export async function settingsOf(
  options: ConnectionOptions,
  contextAt: (server: ServerChoice) => Promise<ConsoleContext | undefined> = contextOf,
): Promise<Settings> {
  const env: Environment = process.env;
  const environment = environmentPlace(env);
  const profile = await profileFor(options, environment, env);
  const ofProfile = profile === undefined ? {} : await profilePlace(profile, env);
  const places = [await optionsPlace(options), environment];
  places.splice(options.profile === undefined ? 2 : 1, 0, ofProfile);
  const first = <Name extends keyof Place>(name: Name): Place[Name] =>
    places.find((place) => place[name] !== undefined)?.[name];

  const named = places.find(isServerNamed);
  const server = { endpoint: named?.endpoint, region: named?.region };
  if (named === undefined) server.endpoint = ENDPOINT;
  const firewalls = profile?.firewalls ?? {};
  const firewall = first('firewall');
  const namesOfServer = async () => namesIn(await contextAt(server));
  return {
    server,
    credentials: first('credentials') ?? cloudCredentials(server, env),
    project: first('project') ?? cloudProject(server, env),
    firewall: firewall && (await firewallId(firewall, firewalls, namesOfServer)),
    logType: first('logType'),
    firewalls,
  };
}

/** The names that a server has for its firewalls. */
function namesIn(context: ConsoleContext | undefined): FirewallNames {
  const firewalls = context?.firewalls ?? [];
  return Object.fromEntries(
    firewalls.flatMap(({ name, fw_instance_id }) =>
      name === undefined ? [] : [[name, fw_instance_id]],
    ),
  );
}

function isServerNamed({ endpoint, region }: Partial<ServerChoice>): boolean {
  return endpoint !== undefined || region !== undefined;
}

async function optionsPlace(options: ConnectionOptions): Promise<Place> {
  const { endpoint, region, project, firewall, logType } = options;
  const token = await tokenFrom(options);
  return {
    endpoint,
    region,
    project,
    firewall,
    logType,
    credentials: token === undefined ? undefined : { value: { token }, source: 'a token' },
  };
}

function environmentPlace(env: Environment): Place {
  const endpoint = env['CFW_FLOW_ENDPOINT'] || undefined;
  return {
    endpoint: endpoint && endpointUrl(endpoint, 'CFW_FLOW_ENDPOINT'),
    region: variable(env, 'CFW_FLOW_REGION', isRegion, `one of ${regions.join(', ')}`),
    project: variable(env, 'CFW_FLOW_PROJECT', isProject, projectForm),
    firewall: env['CFW_FLOW_FIREWALL'] || undefined,
    logType: variable(env, 'CFW_FLOW_LOG_TYPE', isLogType, Object.values(LogType).join(', ')),
    credentials: environmentCredentials(env),
  };
}

function environmentCredentials(env: Environment): ChosenCredentials | undefined {
  const token = env['CFW_FLOW_TOKEN'];
  if (token) return { value: { token }, source: 'CFW_FLOW_TOKEN' };
  if (!env['HUAWEICLOUD_SDK_AK']) return undefined;
  return { value: fromEnv(env), source: 'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK' };
}

/**
 * The profile that is named; else `default`, when no server is given. With an option that names a
 * server, only a profile that is named, too, is used: the credentials of another are not for that
 * server.
 */
async function profileFor(
  options: ConnectionOptions,
  environment: Place,
  env: Environment,
): Promise<Profile | undefined> {
  const variableName = isServerNamed(options) ? undefined : env['CFW_FLOW_PROFILE'] || undefined;
  const name = options.profile ?? variableName;
  if (name === undefined && (isServerNamed(options) || isServerNamed(environment))) {
    return undefined;
  }
  const file = profileFilePath(env);
  const profiles = await readProfiles(file);
  const profile = profiles.get(name ?? 'default');
  if (profile !== undefined || name === undefined) return profile;
  const known = [...profiles.keys()];
  const list = known.length === 0 ? 'It has none yet' : `It has ${known.join(', ')}`;
  throw new Failure(
    `There is no profile ${JSON.stringify(name)} in ${file}.${suggestion(name, known)} ${list}. ` +
      'This makes one:\n  cfw-flow config set region cn-north-4 --profile NAME',
    ExitCode.USAGE,
  );
}

async function profilePlace(profile: Profile, env: Environment): Promise<Place> {
  const { name, endpoint, region, project, firewall, logType } = profile;
  const from = `profile ${name}`;
  return {
    endpoint: endpoint && endpointUrl(endpoint, `The endpoint of ${from}`),
    region,
    project,
    firewall,
    logType,
    credentials: await profileCredentials(profile, env),
  };
}

async function profileCredentials(
  { name, credentials }: Profile,
  env: Environment,
): Promise<ChosenCredentials | undefined> {
  if (credentials === undefined) return undefined;
  const from = `profile ${name}`;
  if ('source' in credentials) {
    return {
      value: providers[credentials.source](env),
      source: `${credentials.source}, says ${from}`,
    };
  }
  if ('tokenFile' in credentials) {
    const token = await tokenFrom(credentials);
    return { value: { token: token! }, source: `the token file of ${from}` };
  }
  const { accessKey, secretKey, securityToken } = credentials;
  if (accessKey !== undefined && secretKey !== undefined) {
    return { value: { accessKey, secretKey, securityToken }, source: `keys of ${from}` };
  }
  const missing = accessKey === undefined ? 'access_key' : 'secret_key';
  throw new Failure(
    `The ${from} has no ${missing}. This sets it:\n  cfw-flow config set ${missing} --profile ${name}`,
    ExitCode.USAGE,
  );
}

const providers: Record<CredentialsSource, (env: Environment) => CredentialsProvider> = {
  environment: (env) => fromEnv(env),
  file: (env) => fromProfile({ env }),
  metadata: () => fromMetadata(),
  default: (env) => fromDefaults({ env }),
};

/** In the cloud nobody asks without credentials. */
function cloudCredentials(
  { region }: ServerChoice,
  env: Environment,
): ChosenCredentials | undefined {
  if (region === undefined) return undefined;
  return {
    value: fromDefaults({ env }),
    source: 'the first of environment, ~/.huaweicloud/credentials and metadata',
  };
}

const projectForm = '32 hexadecimal digits';

/** The variable of the vendor's tools names a project of the cloud, which no other server has. */
function cloudProject({ region }: ServerChoice, env: Environment): string | undefined {
  if (region === undefined) return undefined;
  return variable(env, 'HUAWEICLOUD_SDK_PROJECT_ID', isProject, projectForm);
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

function isLogType(text: string): text is LogType {
  return Object.values<string>(LogType).includes(text);
}

function isRegion(text: string): text is Region {
  return (regions as readonly string[]).includes(text);
}
