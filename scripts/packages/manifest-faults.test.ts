import { describe, expect, test } from 'vitest';
import { manifestFaults, type Origin } from './manifest-faults.ts';
import type { Manifest } from './published.ts';

const origin: Origin = {
  license: 'Apache-2.0',
  repository: { type: 'git', url: 'git+https://git.example/flow/flow.git' },
  bugs: 'https://git.example/flow/flow/issues',
};

const complete: Manifest = {
  name: '@flow/client',
  description: 'Asks for flows.',
  keywords: ['a', 'b', 'c', 'd', 'e'],
  license: 'Apache-2.0',
  repository: {
    type: 'git',
    url: 'git+https://git.example/flow/flow.git',
    directory: 'packages/client',
  },
  homepage: 'https://git.example/flow/flow/tree/main/packages/client#readme',
  bugs: 'https://git.example/flow/flow/issues',
  files: ['AGENTS.md', 'dist'],
  type: 'module',
  sideEffects: false,
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  publishConfig: { access: 'public', provenance: true },
  engines: { node: '>=20.3' },
};

function faultsOf(change: Partial<Manifest>): string[] {
  return manifestFaults({ ...complete, ...change }, 'packages/client', origin);
}

describe('the manifest of a published package', () => {
  test('has no fault when all is there.', () => {
    expect(faultsOf({})).toEqual([]);
  });

  test.each<[string, Partial<Manifest>, RegExp]>([
    ['its folder in the repository', { repository: origin.repository }, /"directory":"packages/],
    ['a homepage', { homepage: undefined }, /"homepage": "https:.*client#readme"/],
    ['where to report faults', { bugs: undefined }, /"bugs": "https:.*issues"/],
    ['the licence of the repository', { license: 'MIT' }, /"license": "Apache-2.0"/],
    ['dist among its files', { files: ['AGENTS.md'] }, /"files": \["AGENTS.md","dist"\]/],
    ['instructions for agents, too', { files: ['dist'] }, /"files": \["AGENTS.md","dist"\]/],
    [
      'no more among its files',
      { files: ['AGENTS.md', 'dist', 'src'] },
      /"files": \["AGENTS.md","dist"\]/,
    ],
    ['that it has no side effects', { sideEffects: undefined }, /"sideEffects": false/],
    ['provenance', { publishConfig: { access: 'public' } }, /"provenance":true/],
    ['a description', { description: 'flows' }, /a sentence/],
    ['keywords', { keywords: ['flow'] }, /five keywords/],
    ['sorted keywords', { keywords: ['b', 'a', 'c', 'd', 'e'] }, /sorted: a, b, c, d, e/],
    ['the earliest Node', { engines: {} }, /"engines"/],
    ['a command, where it exports nothing', { exports: undefined }, /neither exports nor/],
    ['types for each export', { exports: { '.': './dist/index.js' } }, /types of the export \./],
    [
      'types before all else',
      { exports: { '.': { default: './dist/index.js', types: './dist/index.d.ts' } } },
      /types of the export \. first/,
    ],
    [
      'built files alone',
      { exports: { '.': { types: './dist/index.d.ts', default: './src/index.ts' } } },
      /exports \.\/src\/index\.ts/,
    ],
  ])('has to have %s.', (_, change, fault) => {
    expect(faultsOf(change).join('\n')).toMatch(fault);
  });
});
