import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateWorkflow } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './packages/published.ts';

const folder = join(root, '.github/workflows');

describe.each(readdirSync(folder))('the workflow %s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');

  test('is one that GitHub takes.', () => {
    expect(validateWorkflow(text)).toMatchObject({ actionType: 'workflow', errors: [] });
  });

  test('has every action by commit, with its version beside it.', () => {
    const actions = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    for (const action of actions) {
      expect(action).toMatch(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('puts no expression into a script, where its value would be code.', () => {
    const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    expect(scripts.join('\n')).not.toContain('${{');
  });

  test('may only read, unless a job says more.', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });

  test('leaves no token with those that check out.', () => {
    const checkouts = text.split('actions/checkout@').slice(1);
    for (const checkout of checkouts)
      expect(checkout).toMatch(/^.*\n.*\n +persist-credentials: false/);
  });
});

test('The job that publishes a release builds nothing and runs no script of a dependency.', () => {
  const { jobs } = parse(readFileSync(join(folder, 'release.yml'), 'utf8')) as {
    jobs: Record<string, { needs?: string[]; steps: { run?: string }[] }>;
  };
  const { needs, steps } = jobs['publish']!;
  expect(needs).toEqual(['check', 'pack']);
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual([
    'npx -y pnpm@12 install --frozen-lockfile --ignore-scripts',
    'npm install --global pnpm@12',
  ]);
});
