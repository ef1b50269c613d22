import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { redacted } from '../credentials/redacted.ts';
import type { CredentialsProvider } from '../credentials/credentials.ts';
import { CfwCredentialsError } from '../credentials/credentials-error.ts';
import { isSecretText } from '../credentials/secret-text.ts';
import type { Environment } from './from-env.ts';
import { parseProfileFile, type ProfileSection, ProfileSyntaxError } from './profile-file.ts';

/** Longest credentials file, in bytes; a real one has some hundreds. */
const longest = 1024 * 1024;

/** Which credentials of which file. */
export interface ProfileOptions {
  /**
   * The file. Left out, it is the one that `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, or else
   * `.huaweicloud/credentials` in the home folder.
   */
  path?: string;
  /** The section of the file; `basic` when left out, as in the vendor's SDKs. */
  profile?: string;
  /** Environment variables; `process.env` when left out. */
  env?: Environment;
}

/**
 * Credentials from the file of the vendor's SDKs, an INI file with the keys `ak`, `sk` and, for a
 * temporary access key, `security_token`:
 *
 * ```txt
 * [basic]
 * ak = …
 * sk = …
 * ```
 *
 * The file is read again each time, so that a changed key is seen. Keys that other SDKs know, such
 * as `project_id`, are passed over.
 *
 * @returns a provider that throws {@link CfwCredentialsError}, with `source` `profile`, and says
 *   file and line when there is no such file or section, or when it can't be read
 */
export function fromProfile(options: ProfileOptions = {}): CredentialsProvider {
  const { profile = 'basic', env = process.env } = options;
  return async () => {
    const chosen = options.path ?? (env['HUAWEICLOUD_SDK_CREDENTIALS_FILE'] || undefined);
    const path = chosen ?? join(homedir(), '.huaweicloud', 'credentials');
    // A file that somebody named has to be there; the usual one doesn't.
    const text = await read(path, chosen === undefined);
    const sections = sectionsOf(text, path);
    const section = sections.get(profile);
    if (section === undefined) {
      const names = [...sections.keys()].map((name) => `[${name}]`).join(', ');
      throw new CfwCredentialsError(
        'profile',
        `${path} has no section [${profile}]; it has ${names || 'none at all'}`,
        { absent: chosen === undefined && options.profile === undefined },
      );
    }
    const place = { path, profile, section };
    const securityToken = valueOf('security_token', place);
    return redacted({
      accessKey: required('ak', place),
      secretKey: required('sk', place),
      ...(securityToken && { securityToken }),
    });
  };
}

interface Place {
  path: string;
  profile: string;
  section: ProfileSection;
}

function required(key: string, place: Place): string {
  const value = valueOf(key, place);
  if (value !== undefined) return value;
  const { path, profile, section } = place;
  const line = section.entries.get(key)?.line;
  throw new CfwCredentialsError(
    'profile',
    line === undefined
      ? `${path}:${section.line}: the section [${profile}] has no ${key}. Add a line: ${key} = …`
      : `${path}:${line}: ${key} is empty`,
  );
}

function valueOf(key: string, { path, section }: Place): string | undefined {
  const entry = section.entries.get(key);
  if (entry === undefined || entry.value === '') return undefined;
  if (isSecretText(entry.value)) return entry.value;
  throw new CfwCredentialsError(
    'profile',
    `${path}:${entry.line}: ${key} holds a blank or another character that no key has. A comment needs a line of its own.`,
  );
}

function sectionsOf(text: string, path: string): ReadonlyMap<string, ProfileSection> {
  try {
    return parseProfileFile(text);
  } catch (error) {
    if (!(error instanceof ProfileSyntaxError)) throw error;
    throw new CfwCredentialsError('profile', `${path}:${error.line}: ${error.message}`);
  }
}

async function read(path: string, mayBeAbsent: boolean): Promise<string> {
  let bytes: Uint8Array | string;
  try {
    bytes = await content(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new CfwCredentialsError('profile', `There is no file ${path}`, {
        absent: mayBeAbsent,
        cause: error,
      });
    }
    throw new CfwCredentialsError('profile', `${path} can't be read: ${message}`, { cause: error });
  }
  if (typeof bytes === 'string') throw new CfwCredentialsError('profile', `${path} ${bytes}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CfwCredentialsError('profile', `${path} is not text in UTF-8`);
  }
}

/** The bytes of a file, or what is wrong with it. */
async function content(path: string): Promise<Uint8Array | string> {
  const found = await stat(path);
  // A pipe would be waited for, and a device read, without end.
  if (!found.isFile()) return 'is not a file';
  if (found.size > longest) {
    return `has ${found.size} bytes, more than the ${longest} that a credentials file may have`;
  }
  return readFile(path);
}
