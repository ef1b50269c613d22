import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Bundler,
  esbuildBundler,
  rolldown,
  webpackBundler,
  writeLibrary,
} from '../test/bundlers.ts';
import * as operations from './operations/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-size-'));
  await writeLibrary(folder, join(import.meta.dirname, 'index.ts'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The smallest program that signs calls. What it asks, and with which key, comes from elsewhere. */
const program = (...operations: string[]) => `
import { createCaller, ${operations.join(', ')} } from './index.js';
export const caller = (endpoint, projectId, accessKey, secretKey) =>
  createCaller({ endpoint, projectId, credentials: { accessKey, secretKey } });
${operations.map((name) => `export const ask_${name} = (caller, query) => ${name}(caller, query);`).join('\n')}
`;

const names = Object.keys(operations);
const bundlers: [string, Bundler][] = [
  ['Rolldown', rolldown],
  ['esbuild', esbuildBundler],
  ['webpack', webpackBundler],
];

describe.each(bundlers)('bundled by %s', { timeout: 120_000 }, (_, bundle) => {
  const bytesOf = async (...names: string[]) =>
    gzipSync(await bundle(folder, program(...names))).length;

  test('one operation takes at most 6000 bytes, minified and compressed', async () => {
    const sizes: number[] = [];
    for (const name of names) sizes.push(await bytesOf(name));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6000);
  });

  test('each further one takes at most 250 bytes more, and only where it is imported', async () => {
    let before = await bytesOf(names[0]!);
    for (let count = 2; count <= names.length; count++) {
      const size = await bytesOf(...names.slice(0, count));
      expect(size - before).toBeGreaterThan(0);
      expect(size - before).toBeLessThanOrEqual(250);
      before = size;
    }
  });
});
