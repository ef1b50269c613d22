// The policy: what is published runs in the Node.js that its `engines` name and in all later ones that
// CI tries. It is said once, there; all else that names a version follows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedPackages, root } from './packages/published.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The earliest Node.js of a package, such as 22.18. */
function earliest(name: string): string {
  const found = publishedPackages().find(({ manifest }) => manifest.name === name);
  return found?.manifest.engines?.node?.replace('>=', '') ?? '';
}

function major(version: string): number {
  return Number(version.split('.')[0]);
}

const client = ['@cfw-flow/types', '@cfw-flow/signature', '@cfw-flow/fetch-client'];
const [, matrix = ''] = /node: \[(.*)\]/.exec(read('.github/workflows/ci.yml')) ?? [];
const tested = matrix.split(', ').map(Number);
const runtimes = [...read('runtimes/package.json').matchAll(/"node-(\d+)"/g)].map(([, node]) =>
  Number(node),
);

test('the client asks for no later Node.js than what the packed client is tried in.', () => {
  for (const name of client) expect(major(earliest(name))).toBe(Math.min(...runtimes));
});

test('all else asks for the earliest Node.js whose tests CI runs.', () => {
  const others = publishedPackages().filter(({ manifest }) => !client.includes(manifest.name));
  for (const { manifest } of others) {
    expect([manifest.name, manifest.engines?.node]).toEqual([
      manifest.name,
      `>=${earliest('cfw-flow')}`,
    ]);
  }
  expect(major(earliest('cfw-flow'))).toBe(Math.min(...tested));
});

test('the packed client is tried in each Node.js whose tests CI runs.', () => {
  expect(runtimes).toEqual(expect.arrayContaining(tested));
});

test('the command line refuses what is earlier than its `engines`.', () => {
  const [needed = 0, minor = 0] = earliest('cfw-flow').split('.').map(Number);
  expect(read('apps/cli/src/main.ts')).toContain(`{ major: ${needed}, minor: ${minor} }`);
});

test('the workspace brings one Node.js, and holds engines against that.', () => {
  const [, brought] = /^ {2}node: \^(.*)$/m.exec(read('pnpm-workspace.yaml')) ?? [];
  expect(read('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${brought}\n`);
  expect(tested).toContain(major(brought ?? ''));
});

test('the readme of each package names its earliest Node.js.', () => {
  for (const { folder, manifest } of publishedPackages()) {
    const version = manifest.engines?.node?.replace('>=', '') ?? '';
    expect(read(`${folder}/README.md`)).toMatch(
      new RegExp(`Node(\\.js)? ${version.replaceAll('.', '[.]')}\\b`),
    );
  }
});
