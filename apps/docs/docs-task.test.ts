import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { pageSources, root } from './src/site-map.ts';

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
}

interface Plan {
  tasks: { taskId: string; dependencies: string[]; inputs: Record<string, string> }[];
}

const turbo = createRequire(join(root, 'package.json')).resolve('turbo/bin/turbo');

const plan = execFileSync(process.execPath, [turbo, 'run', 'docs', '--dry=json'], {
  cwd: root,
  maxBuffer: 64 * 1024 * 1024,
});
const { tasks } = JSON.parse(String(plan)) as Plan;
const docs = tasks.find(({ taskId }) => taskId === '@cfw-flow/docs#docs');

// TypeDoc reads src/generated of every package, and generating empties the folder first.
test('the documentation waits for every package that generates source.', () => {
  const generate = globSync('{openapi,packages/*,apps/*}/package.json', { cwd: root })
    .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest)
    .filter(({ scripts }) => scripts?.['generate'] !== undefined)
    .map(({ name }) => `${name}#generate`);
  expect(generate).not.toEqual([]);
  expect(docs?.dependencies).toEqual(expect.arrayContaining(generate));
});

test('the documentation is built again when one of its pages changes, or a changeset.', () => {
  const written = pageSources.filter((source) => !source.startsWith('apps/docs/reference/'));
  const changesets = globSync('.changeset/*.md', { cwd: root }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const inputs = Object.keys(docs?.inputs ?? {}).map((path) => posix.join('apps/docs', path));
  expect(inputs).toEqual(expect.arrayContaining([...written, ...changesets]));
});
