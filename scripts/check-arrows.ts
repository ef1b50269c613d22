// Who may know whom. `turbo boundaries` sees to it that a package imports only what its
// package.json names, and no file of another package; this check sees to what may stand there.
// Turbo's own tag rules can't: they count what a dependency depends on, and what tests use.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

interface Arrows {
  /** What the published code may import. */
  code: string[];
  /** What only tests, generators and builds may use besides. */
  workshop?: string[];
  /** Modules of Node that have no business there. */
  never?: string[];
}

const http = ['node:http', 'node:https', 'node:http2'];

const house: Record<string, Arrows> = {
  '@cfw-flow/openapi': { code: [] },
  '@cfw-flow/types': { code: [], workshop: ['@cfw-flow/openapi'] },
  '@cfw-flow/signature': { code: [] },
  '@cfw-flow/fetch-client': {
    code: ['@cfw-flow/signature', '@cfw-flow/types'],
    workshop: ['@cfw-flow/openapi'],
  },
  '@cfw-flow/store': { code: ['@cfw-flow/types'], never: http },
  '@cfw-flow/store-duckdb': { code: ['@cfw-flow/store'], never: http },
  '@cfw-flow/server': {
    code: ['@cfw-flow/signature', '@cfw-flow/store', '@cfw-flow/types'],
    workshop: ['@cfw-flow/store-duckdb'],
  },
  '@cfw-flow/console': { code: ['@cfw-flow/fetch-client', '@cfw-flow/types'] },
  'cfw-flow': {
    code: [
      '@cfw-flow/fetch-client',
      '@cfw-flow/server',
      '@cfw-flow/store',
      '@cfw-flow/store-duckdb',
      '@cfw-flow/types',
    ],
    workshop: ['@cfw-flow/console'],
  },
  '@cfw-flow/docs': { code: [], workshop: ['@cfw-flow/store'] },
};

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
const workshop = /\.test\.tsx?$|\.config\.ts$|[\\/](test|scripts)[\\/]/;
const imported = /\b(?:from|import)\s*\(?\s*['"]((?:@cfw-flow\/[\w-]+)|cfw-flow|node:\w+)/g;

const faults: string[] = [];
for (const manifestPath of globSync('{openapi,packages/*,apps/*}/package.json', { cwd: root })) {
  const manifest = JSON.parse(readFileSync(join(root, manifestPath), 'utf8')) as Manifest;
  const arrows = house[manifest.name];
  if (arrows === undefined) {
    faults.push(
      `${manifestPath}: ${manifest.name} has no arrows yet: give it some in this script.`,
    );
  } else {
    faults.push(...manifestFaults(manifestPath, manifest, arrows));
    faults.push(...importFaults(dirname(manifestPath), manifest, arrows));
  }
}

function manifestFaults(path: string, manifest: Manifest, arrows: Arrows): string[] {
  const inWorkshop = [...arrows.code, ...(arrows.workshop ?? [])];
  return [
    ...[...ours(manifest.dependencies), ...ours(manifest.peerDependencies)]
      .filter((name) => !arrows.code.includes(name))
      .map((name) => `${path}: ${manifest.name} may not depend on ${name}.`),
    ...ours(manifest.devDependencies)
      .filter((name) => !inWorkshop.includes(name))
      .map((name) => `${path}: ${manifest.name} may not use ${name}, not even in tests.`),
  ];
}

function ours(dependencies: Record<string, string> = {}): string[] {
  return Object.keys(dependencies).filter((name) => name in house);
}

function importFaults(folder: string, manifest: Manifest, arrows: Arrows): string[] {
  const files = globSync('{*.ts,{src,test,scripts}/**/*.{ts,tsx}}', { cwd: join(root, folder) });
  return files.flatMap((file) => {
    const inWorkshop = workshop.test(join(folder, file));
    const allowed = [manifest.name, ...arrows.code, ...((inWorkshop && arrows.workshop) || [])];
    const text = readFileSync(join(root, folder, file), 'utf8');
    return [...text.matchAll(imported)]
      .map(([, name = '']) => name)
      .filter((name) =>
        name.startsWith('node:')
          ? !inWorkshop && arrows.never?.includes(name)
          : !allowed.includes(name),
      )
      .map((name) => `${join(folder, file)}: ${manifest.name} may not import ${name} here.`);
  });
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  console.error(
    '\nThe arrows that may exist are in CONTRIBUTING.md and in scripts/check-arrows.ts.',
  );
  process.exitCode = 1;
} else {
  console.log('The arrows between the packages are as they should be.');
}
