import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandProcess } from '../scripts/commands/command-process.ts';

/** The longest that npm may take, in milliseconds. */
const limit = 600_000;

/** What an installation came to. */
export interface Installation {
  /** How many packages it brought. */
  packages: number;
  /** The sum of the sizes of their files. */
  bytes: number;
  /** Milliseconds that npm took. */
  duration: number;
}

/** Installs packages into a folder as a user does: `npm install` and their names. */
export async function install(
  folder: string,
  packages: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Installation> {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true, "type": "module" }\n');
  const begin = performance.now();
  const line = `npm install --no-audit --no-fund ${packages.join(' ')}`;
  await using npm = new CommandProcess(line, { cwd: folder, env });
  await npm.succeed(limit);
  const duration = performance.now() - begin;
  const modules = join(folder, 'node_modules');
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
    packages: object;
  };
  const bytes = globSync('**/*', { cwd: modules, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { packages: Object.keys(lock.packages).length, bytes, duration };
}
