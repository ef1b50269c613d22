// Which package may depend on which. `turbo boundaries` checks that a package imports only what its
// package.json names, and no file of another package; this script checks what package.json may name.
// Turbo's own tag rules can't: they count indirect dependencies, and those of tests.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

interface DependencyRules {
  /** Packages that the published code may import. */
  code: string[];
  /** Packages that only tests, generators and builds may import besides. */
  devOnly?: string[];
  /** Modules of Node that the published code must not import. */
  never?: string[];
}

const http = ['node:http', 'node:https', 'node:http2'];

const packages: Record<string, DependencyRules> = {
  '@cfw-flow/openapi': { code: [] },
  '@cfw-flow/types': { code: [], devOnly: ['@cfw-flow/openapi'] },
  '@cfw-flow/signature': { code: [] },
  '@cfw-flow/fetch-client': {
    code: ['@cfw-flow/signature', '@cfw-flow/types'],
    devOnly: ['@cfw-flow/openapi'],
  },
  '@cfw-flow/store': { code: ['@cfw-flow/types'], never: http },
  '@cfw-flow/store-duckdb': { code: ['@cfw-flow/store'], never: http },
  '@cfw-flow/server': {
    code: ['@cfw-flow/signature', '@cfw-flow/store', '@cfw-flow/types'],
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
    devOnly: ['@cfw-flow/console', '@cfw-flow/signature'],
  },
  '@cfw-flow/docs': {
    code: [],
    devOnly: [
      '@cfw-flow/fetch-client',
      '@cfw-flow/server',
      '@cfw-flow/signature',
      '@cfw-flow/store',
      '@cfw-flow/store-duckdb',
      '@cfw-flow/types',
      'cfw-flow',
    ],
  },
};

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
const devFiles = /\.test\.tsx?$|\.config\.ts$|[\\/](test|scripts)[\\/]/;
const imported = /\b(?:from|import)\s*\(?\s*['"]((?:@cfw-flow\/[\w-]+)|cfw-flow|node:\w+)/g;

const faults: string[] = [];
for (const manifestPath of globSync('{openapi,packages/*,apps/*}/package.json', { cwd: root })) {
  const manifest = JSON.parse(readFileSync(join(root, manifestPath), 'utf8')) as Manifest;
  const dependencyRules = packages[manifest.name];
  if (dependencyRules === undefined) {
    faults.push(
      `${manifestPath}: ${manifest.name} has no dependency rules. Add them to scripts/check-arrows.ts.`,
    );
  } else {
    faults.push(...manifestFaults(manifestPath, manifest, dependencyRules));
    faults.push(...importFaults(dirname(manifestPath), manifest, dependencyRules));
  }
}

function manifestFaults(path: string, manifest: Manifest, rules: DependencyRules): string[] {
  const allowedForDev = [...rules.code, ...(rules.devOnly ?? [])];
  return [
    ...[...ours(manifest.dependencies), ...ours(manifest.peerDependencies)]
      .filter((name) => !rules.code.includes(name))
      .map((name) => `${path}: ${manifest.name} may not depend on ${name}.`),
    ...ours(manifest.devDependencies)
      .filter((name) => !allowedForDev.includes(name))
      .map((name) => `${path}: ${manifest.name} may not use ${name}, not even in tests.`),
  ];
}

function ours(dependencies: Record<string, string> = {}): string[] {
  return Object.keys(dependencies).filter((name) => name in packages);
}

function importFaults(folder: string, manifest: Manifest, rules: DependencyRules): string[] {
  const files = globSync('{*.ts,{src,test,scripts}/**/*.{ts,tsx}}', { cwd: join(root, folder) });
  return files.flatMap((file) => {
    const isDevFile = devFiles.test(join(folder, file));
    const allowed = [manifest.name, ...rules.code, ...((isDevFile && rules.devOnly) || [])];
    const text = readFileSync(join(root, folder, file), 'utf8');
    return [...text.matchAll(imported)]
      .map(([, name = '']) => name)
      .filter((name) =>
        name.startsWith('node:')
          ? !isDevFile && rules.never?.includes(name)
          : !allowed.includes(name),
      )
      .map((name) => `${join(folder, file)}: ${manifest.name} may not import ${name} here.`);
  });
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  console.error(
    '\nThe dependencies that are allowed are in CONTRIBUTING.md and in scripts/check-arrows.ts.',
  );
  process.exitCode = 1;
} else {
  console.log('The packages depend only on what they may depend on.');
}
