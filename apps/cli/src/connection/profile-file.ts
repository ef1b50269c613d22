import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { makeDirectory } from '@cfw-flow/store';
import { parseDocument } from 'yaml';
import { ExitCode, Failure } from '../failure.ts';
import { readYamlFile } from '../format-file/read-yaml-file.ts';
import { YamlFile } from '../format-file/yaml-file.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { explainedWriteError, writeAtomically } from '../output/write-atomically.ts';
import { type Profile, profilesIn } from './profile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the profiles are: `cfw-flow/config.yaml` in the user's folder of configuration. */
export function profileFilePath(env: Environment = process.env): string {
  const folder =
    process.platform === 'win32'
      ? (env['APPDATA'] ?? path.join(homedir(), 'AppData', 'Roaming'))
      : // A relative path counts for nothing, says the XDG specification.
        path.isAbsolute(env['XDG_CONFIG_HOME'] ?? '')
        ? env['XDG_CONFIG_HOME']!
        : path.join(homedir(), '.config');
  return path.join(folder, 'cfw-flow', 'config.yaml');
}

/**
 * The profiles of the file, by their names; none where there is no file.
 *
 * @throws {@link Failure} when it can't be used, and when others can read its secrets
 */
export async function readProfiles(file: string): Promise<ReadonlyMap<string, Profile>> {
  const mode = await stat(file).then(
    (found) => found.mode,
    (error: NodeJS.ErrnoException) => {
      // All else is told when it is read.
      return error.code === 'ENOENT' ? undefined : 0;
    },
  );
  if (mode === undefined) return new Map();
  const profiles = await readYamlFile(file, 'configuration', profilesIn);
  const hasSecrets = [...profiles.values()].some(
    ({ credentials }) => credentials !== undefined && 'secretKey' in credentials,
  );
  if (hasSecrets && process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const shown = escapeControlChars(file);
    throw new Failure(
      `Other users of this machine may read the secret keys in ${shown}. Take that right away:\n  chmod 600 ${shown}`,
    );
  }
  return profiles;
}

/**
 * Changes one value of the file, which keeps its comments. Only its owner has rights to it afterwards.
 *
 * @param keys - where it is, such as `prod`, `region`
 * @param value - undefined removes it
 * @throws {@link Failure} when the file could not be used any more, or can't be written
 */
export async function changeProfiles(
  file: string,
  keys: readonly string[],
  value: string | undefined,
): Promise<void> {
  await readProfiles(file);
  const place = await realpath(file).catch(() => file);
  const document = parseDocument(await readFile(place, 'utf8').catch(() => ''));
  if (value === undefined) document.deleteIn(keys);
  else document.setIn(keys, value);
  const text = document.toString({ lineWidth: 0 });
  const changed = new YamlFile(text);
  if (profilesIn(changed) === undefined) {
    const problems = changed.problems.map(({ message }) => escapeControlChars(message));
    throw new Failure(`Nothing was changed: ${problems.join('. ')}.`, ExitCode.USAGE);
  }
  await makeDirectory(path.dirname(place), 0o700).catch((error: unknown) => {
    throw explainedWriteError(error, place);
  });
  await writeAtomically(place, (unfinished) => writeFile(unfinished, text, { mode: 0o600 }));
}
