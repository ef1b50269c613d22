// Rehearses a release. In a copy of the workspace it makes the versions, builds, and publishes to a
// registry of this machine; then it installs the packages from there into projects of their own, and
// runs the tests of runtimes/ with them. Prints what each package brings, beside the vendor's, unless
// `--quick` is given. Other words behind it go to vitest. Nothing of it stays.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { outerEnvironment } from '../scripts/commands/outer-environment.ts';
import { publishedPackages, root } from '../scripts/packages/published.ts';
import { install, type Installation } from './installation.ts';
import { startRegistry } from './registry.ts';
import { ReleaseCopy } from './release-copy.ts';

const vendor = '@huaweicloud/huaweicloud-sdk-core';

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'cfw-flow-rehearsal-')));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const registry = await startRegistry(folderIn('registry'), upstream());
const userConfig = join(temporary, 'npmrc');
const token = `${registry.url.replace('http:', '')}:_authToken=rehearsal`;
writeFileSync(userConfig, `registry=${registry.url}\n${token}\n`);
const outer = outerEnvironment(process.env);
/** That of a user who has this registry alone, and the Node of the workspace. */
const user = registryEnvironment({
  npm_config_cache: join(temporary, 'npm-cache'),
  PATH: [dirname(process.execPath), outer['PATH']].join(delimiter),
});

const copy = new ReleaseCopy(folderIn('workspace'), outer);
await step('Versions and build', () => copy.build());
await step('Publish', () => copy.publish(registry.url, registryEnvironment()));
const packages = publishedPackages().map(({ folder, manifest }) => ({
  name: manifest.name,
  version: copy.versionOf(folder),
}));

const project = folderIn('project');
cpSync(join(import.meta.dirname, 'project'), project, { recursive: true });
await step('Install all in one project', () =>
  install(project, [...names(), ...companions()], user),
);
const { quick, others } = words();
const code = await tests(others);
if (code === 0 && !quick) console.log(table(await measure()));
registry.close();
process.exit(code);

function words(): { quick: boolean; others: string[] } {
  const given = process.argv.slice(2);
  return { quick: given.includes('--quick'), others: given.filter((word) => word !== '--quick') };
}

/** A new folder that goes with the rehearsal. */
function folderIn(name: string): string {
  const folder = join(temporary, name);
  mkdirSync(folder);
  return folder;
}

/** The registry that the user has. */
function upstream(): string {
  return execFileSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' }).trim();
}

/** The environment in which npm and pnpm know the registry of this machine alone. */
function registryEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const others = /^p?npm_config_(.*registry|userconfig|cache)$|^github_actions$/i;
  const kept = Object.entries(outer).filter(([name]) => !others.test(name));
  return {
    ...Object.fromEntries(kept),
    npm_config_userconfig: userConfig,
    npm_config_update_notifier: 'false',
    ...more,
  };
}

function names(): string[] {
  return packages.map(({ name, version }) => `${name}@${version}`);
}

/** What their users bring along: peers, and the types of Node. */
function companions(): string[] {
  const peers = publishedPackages().flatMap(({ manifest }) =>
    Object.entries(manifest.peerDependencies ?? {}),
  );
  return [...peers, ['@types/node', '24']].map(([name, range]) => `'${name}@${range}'`);
}

async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  console.log(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)}s  ${title}`);
  return result;
}

/** Runs the tests of runtimes/ with what was installed. */
async function tests(args: readonly string[]): Promise<number> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const line = [vitest, 'run', '--root', import.meta.dirname, ...args];
  const child = spawn(process.execPath, line, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      CFW_FLOW_REHEARSED_PROJECT: project,
      CFW_FLOW_REHEARSED_ENVIRONMENT: JSON.stringify(user),
    },
  });
  const end = () => child.kill();
  process.prependOnceListener('exit', end);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  process.off('exit', end);
  return exitCode ?? 1;
}

/**
 * Installs each package alone in an empty project, with nothing in npm's cache, in three rounds. The
 * time is the median.
 */
async function measure(): Promise<Map<string, Installation>> {
  // So that the registry of this machine has it, as it has the others by now.
  await install(folderIn('vendor'), [vendor], user);
  const specs = [...names(), vendor];
  const rounds: Installation[][] = [];
  for (const round of [0, 1, 2]) {
    const installations: Installation[] = [];
    for (const [at, spec] of specs.entries()) {
      const folder = folderIn(`alone-${round}-${at}`);
      const empty = { ...user, npm_config_cache: join(folder, 'npm-cache') };
      installations.push(await install(join(folder, 'project'), [spec], empty));
      rmSync(folder, { recursive: true });
    }
    rounds.push(installations);
  }
  return new Map(
    specs.map((spec, at) => {
      const found = rounds.map((installations) => installations[at]!);
      return [spec, found.toSorted((one, other) => one.duration - other.duration)[1]!];
    }),
  );
}

function table(installations: Map<string, Installation>): string {
  const rows = [...installations].map(([name, { packages: count, bytes, duration }]) =>
    [
      name.padEnd(36),
      `${count}`.padStart(8),
      `${(bytes / 1_000_000).toFixed(1)} MB`.padStart(10),
      `${(duration / 1000).toFixed(1)} s`.padStart(8),
    ].join(' '),
  );
  const head = `${'npm install'.padEnd(36)} packages      files     time`;
  return ['', head, ...rows, ''].join('\n');
}
