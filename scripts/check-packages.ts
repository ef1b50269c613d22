// Packs every published package as it would go to npm, and looks at the tarballs the way their
// users will: is everything there and said, do the entries resolve, does it import and require.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packInto } from './pack.ts';
import { manifestFaults } from './packages/manifest-faults.ts';
import { type Manifest, publishedPackages, readManifest, root } from './packages/published.ts';

const origin = readManifest(root);
const attw = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
const attwProgram = join(dirname(attw), 'dist', 'index.js');

/** Packages that depend on nothing. */
const freeStanding = new Set(['@cfw-flow/signature', '@cfw-flow/types']);
const temporary = mkdtempSync(join(tmpdir(), 'cfw-flow-packages-'));
let faults = 0;
try {
  // All of them first, since they import each other.
  const packed = publishedPackages().map(({ folder, manifest }) => ({
    folder,
    ...packInto(temporary, join(root, folder), manifest.name),
  }));
  for (const { folder, tarball, installed } of packed) {
    const manifest = readManifest(installed);
    const found = [
      ...manifestFaults(manifest, folder, origin),
      ...contentFaults(installed),
      ...(await publintFaults(tarball, manifest)),
      ...(manifest.exports ? attwFaults(tarball) : []),
      ...(isFreeStanding(manifest) ? importFaults(manifest) : []),
    ];
    faults += found.length;
    console.log([`${found.length > 0 ? '✗' : '✓'} ${manifest.name}`, ...found].join('\n  '));
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = faults > 0 ? 1 : 0;

/**
 * A package is its dist, a README, instructions for agents and the licence; what its files name is
 * there.
 */
function contentFaults(installed: string): string[] {
  const files = globSync('**/*.*', { cwd: installed }).map((file) => file.replaceAll('\\', '/'));
  const missing = ['LICENSE', 'README.md', 'AGENTS.md'].filter(
    (file) => globSync(file, { cwd: installed }).length === 0,
  );
  const strays = files.filter(
    (file) => !/^(dist\/.*|package\.json|(README|AGENTS)\.md)$/.test(file),
  );
  const named = files
    .filter((file) => file.endsWith('.html'))
    .flatMap((file) =>
      [...readFileSync(join(installed, file), 'utf8').matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(
        ([, target = '']) => join(dirname(file), target).replaceAll('\\', '/'),
      ),
    );
  return [
    ...missing.map((file) => `has no ${file}`),
    ...strays.map((file) => `has a file that does not belong there: ${file}`),
    ...named
      .filter((file) => !files.includes(file))
      .map((file) => `lacks ${file}, which it refers to`),
    ...(files.some((file) => file.startsWith('dist/')) ? [] : ['has no dist']),
  ];
}

async function publintFaults(tarball: string, manifest: Manifest): Promise<string[]> {
  const bytes = readFileSync(tarball);
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages } = await publint({ pack: { tarball: content }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, { ...manifest })}`);
}

/** JSON entries have no types of their own, and need none. */
function attwFaults(tarball: string): string[] {
  try {
    const options = ['--profile', 'esm-only', '--exclude-entrypoints', 'flow-log-analysis.json'];
    execFileSync(process.execPath, [attwProgram, tarball, ...options, '--no-emoji', '--no-color'], {
      stdio: 'pipe',
    });
    return [];
  } catch (error) {
    return [`attw: ${String((error as { stdout?: Buffer }).stdout)}`];
  }
}

/** Whether it can be tried without anything from the registry. */
function isFreeStanding({ dependencies = {} }: Manifest): boolean {
  return Object.keys(dependencies).every((name) => freeStanding.has(name));
}

function importFaults({ name }: Manifest): string[] {
  const programs = [
    [
      '--input-type=module',
      `import * as all from '${name}'; if (!Object.keys(all).length) throw 0`,
    ],
    ['--input-type=commonjs', `if (!Object.keys(require('${name}')).length) throw 0`],
  ] as const;
  return programs.flatMap(([type, program]) => {
    try {
      execFileSync(process.execPath, [type, '-e', program], { cwd: temporary, stdio: 'pipe' });
      return [];
    } catch (error) {
      return [`does not load (${type}): ${String((error as { stderr?: Buffer }).stderr)}`];
    }
  });
}
