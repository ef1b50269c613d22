import { type Region, regions } from '@cfw-flow/fetch-client';
import { LogType } from '@cfw-flow/types';
import type { Value, Values, YamlFile } from '../format-file/yaml-file.ts';
import { isProject, isUuid } from './ids.ts';

/** Where the credentials of a profile come from, unless it has keys of its own. */
export const credentialsSources = ['environment', 'file', 'metadata', 'default'] as const;

/** A word of {@link credentialsSources}. */
export type CredentialsSource = (typeof credentialsSources)[number];

/** What a profile may say, in the order in which it is shown. */
export const profileKeys = [
  'endpoint',
  'region',
  'project',
  'firewall',
  'log_type',
  'credentials',
  'access_key',
  'secret_key',
  'security_token',
  'token_file',
] as const;

/** What nobody else may read. */
export const secretKeys: readonly string[] = ['secret_key', 'security_token'];

/** A server, and what is asked there, by a name. */
export interface Profile {
  name: string;
  /** As people write it. */
  endpoint?: string;
  region?: Region;
  /** 32 hexadecimal digits. */
  project?: string;
  /** A UUID, or one of the names. */
  firewall?: string;
  /** UUIDs by the names that this profile gives them. */
  firewalls: Readonly<Record<string, string>>;
  logType?: LogType;
  /** Keys of its own, of which one may still be missing, a token in a file, or where to look for others. */
  credentials?:
    | { accessKey?: string; secretKey?: string; securityToken?: string }
    | { tokenFile: string }
    | { source: CredentialsSource };
}

/**
 * The profiles of a file, by their names.
 *
 * @returns nothing when something is wrong with the file, which then has the problems
 */
export function profilesIn(file: YamlFile): Map<string, Profile> | undefined {
  const profiles = new Map<string, Profile>();
  const isEmpty = file.top.node === null;
  for (const [name, value] of (isEmpty ? undefined : file.object(file.top)) ?? []) {
    const values = file.object(value, [...profileKeys, 'firewalls']);
    if (values !== undefined) profiles.set(name, profileIn(file, name, value, values));
  }
  return file.problems.length === 0 ? profiles : undefined;
}

function profileIn(file: YamlFile, name: string, at: Value, values: Values): Profile {
  const firewalls = firewallsIn(file, values.get('firewalls'));
  return {
    name,
    endpoint: file.text(values.get('endpoint')),
    region: file.choice(values.get('region'), regions),
    project: textLike(file, values.get('project'), isProject, '32 hexadecimal digits'),
    firewall: textLike(
      file,
      values.get('firewall'),
      (text) => isUuid(text) || Object.hasOwn(firewalls, text),
      'a UUID, or a name under firewalls',
    ),
    firewalls,
    logType: file.choice(values.get('log_type'), Object.values(LogType)),
    credentials: credentialsIn(file, at, values),
  };
}

function firewallsIn(file: YamlFile, value: Value | undefined): Record<string, string> {
  const named = value === undefined ? [] : [...(file.object(value) ?? [])];
  return Object.fromEntries(
    named.flatMap(([name, id]) => {
      const uuid = textLike(file, id, isUuid, 'a UUID');
      return uuid === undefined ? [] : [[name, uuid]];
    }),
  );
}

function credentialsIn(file: YamlFile, at: Value, values: Values): Profile['credentials'] {
  const source = file.choice(values.get('credentials'), credentialsSources);
  const accessKey = file.text(values.get('access_key'));
  const secretKey = file.text(values.get('secret_key'));
  const securityToken = file.text(values.get('security_token'));
  const tokenFile = file.text(values.get('token_file'));
  const given = [source, accessKey ?? secretKey ?? securityToken, tokenFile].filter(
    (one) => one !== undefined,
  );
  if (given.length > 1) {
    return file.problem(at, 'has credentials, access_key and token_file: give it one of them');
  }
  if (source !== undefined) return { source };
  if (tokenFile !== undefined) return { tokenFile };
  if ((accessKey ?? secretKey ?? securityToken) === undefined) return undefined;
  return { accessKey, secretKey, securityToken };
}

function textLike(
  file: YamlFile,
  value: Value | undefined,
  isValue: (text: string) => boolean,
  form: string,
): string | undefined {
  const text = file.text(value);
  if (text === undefined || isValue(text)) return text;
  return file.problem(value!, `is ${JSON.stringify(text)}. It takes ${form}`);
}
