import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readManifest, root } from './packages/published.ts';

interface Rule {
  description?: string;
  matchDepNames?: string[];
  groupName?: string;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { packageRules, customManagers } = JSON.parse(read('renovate.json')) as {
  packageRules: Rule[];
  customManagers: { matchStrings: string[] }[];
};
const { catalog, nodeVersion } = parse(read('pnpm-workspace.yaml')) as {
  catalog: Record<string, string>;
  nodeVersion: string;
};
const { devDependencies } = JSON.parse(read('runtimes/package.json')) as {
  devDependencies: Record<string, string>;
};

test('tools are all of the catalog but what packages and apps depend on.', () => {
  const installed = globSync('{packages,apps}/*', { cwd: root })
    .flatMap((folder) => Object.entries(readManifest(folder).dependencies ?? {}))
    .filter(([, version]) => version === 'catalog:')
    .map(([name]) => `!${name}`);
  const tools = packageRules.find(({ groupName }) => groupName === 'tools');
  expect(tools?.matchDepNames).toEqual([...new Set(installed)].sort());
});

// An alias is matched by its own name, not by that of the package behind it.
test('rules name what the workspace has.', () => {
  const known = Object.keys({ ...catalog, ...devDependencies });
  const isKnown = (name: string) => {
    if (!name.startsWith('/')) return known.includes(name.replace('!', ''));
    return known.some((one) => new RegExp(name.slice(1, -1)).test(one));
  };
  const named = packageRules.flatMap(({ matchDepNames = [] }) => matchDepNames);
  expect(named.filter((name) => !isKnown(name))).toEqual([]);
});

test('the version of Node.js that pnpm checks engines against is found beside the catalog.', () => {
  const [pattern = ''] = customManagers.flatMap(({ matchStrings }) => matchStrings);
  expect(new RegExp(pattern).exec(read('pnpm-workspace.yaml'))?.groups).toEqual({
    currentValue: nodeVersion,
  });
});
