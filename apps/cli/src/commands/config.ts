import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { secretKeys } from '../connection/profile.ts';
import { changeProfiles, profileFilePath, readProfiles } from '../connection/profile-file.ts';
import { secretFromStandardInput } from '../connection/token.ts';
import { ExitCode, Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { print, styled } from '../output/terminal.ts';

/** Which profile `config` is about. */
export interface ConfigOptions {
  profile: string;
}

/** Values of a profile as they stand in the file. */
type Values = Record<string, string | Record<string, string>>;

/** Prints where the profiles are. */
export function configPath(): void {
  print(profileFilePath());
}

/** Prints all profiles, without their secrets. */
export async function configList(): Promise<void> {
  const profiles = Object.entries(await valuesInFile());
  if (profiles.length === 0) {
    print(
      'There are no profiles yet. This makes one:\n\n  cfw-flow config set region cn-north-4 --profile NAME',
    );
  }
  for (const [index, [name, values]] of profiles.entries()) {
    if (index > 0) print();
    print(styled('bold', escapeControlChars(name)));
    const all = flat(values);
    const width = Math.max(0, ...all.map(([key]) => key.length));
    for (const [key, value] of all) {
      const shown = secretKeys.includes(key) ? '(hidden)' : escapeControlChars(value);
      print(`  ${key.padEnd(width)}  ${shown}`);
    }
  }
}

/** Prints a value of a profile. */
export async function configGet(key: string, { profile }: ConfigOptions): Promise<void> {
  const values = (await valuesInFile())[profile] ?? {};
  const value = flat(values).find(([name]) => name === key)?.[1];
  if (value === undefined) throw new Failure(`The profile ${profile} has no ${key}.`);
  print(value);
}

/** Sets a value of a profile; an empty one removes it. Without one it is read from standard input. */
export async function configSet(
  key: string,
  value: string | undefined,
  { profile }: ConfigOptions,
): Promise<void> {
  const [first = '', ...rest] = key.split('.');
  const keys = rest.length === 0 ? [profile, key] : [profile, first, rest.join('.')];
  await changeProfiles(profileFilePath(), keys, (await given(key, value)) || undefined);
}

/** A secret on the command line would be in the list of processes and the history of the shell. */
async function given(key: string, value: string | undefined): Promise<string> {
  if (value === '-' || value === undefined) return secretFromStandardInput(key);
  if (!secretKeys.includes(key) || value === '') return value;
  throw new Failure(
    `Others could see ${key} on the command line. Leave it out to type it, or give it on standard input:\n` +
      `  cfw-flow config set ${key}\n  cfw-flow config set ${key} - < FILE`,
    ExitCode.USAGE,
  );
}

/** Those that can be used. */
async function valuesInFile(): Promise<Record<string, Values>> {
  const file = profileFilePath();
  if ((await readProfiles(file)).size === 0) return {};
  // As texts, whatever they look like.
  return parse(await readFile(file, 'utf8'), { schema: 'failsafe' }) as Record<string, Values>;
}

function flat(values: Values): [key: string, value: string][] {
  return Object.entries(values).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[key, value]];
    return Object.entries(value).map(([name, id]) => [`${key}.${name}`, id]);
  });
}
