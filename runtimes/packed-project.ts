// A project of a user, with the packages as npm would bring them: made once for all tests.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packInto } from '../scripts/pack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the project. */
    project: string;
  }
}

const root = resolve(import.meta.dirname, '..');

export function setup({ provide }: TestProject): () => void {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'cfw-flow-runtimes-')));
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true });
  for (const name of ['types', 'signature', 'fetch-client']) {
    const folder = join(root, 'packages', name);
    const { installed } = packInto(project, folder, `@cfw-flow/${name}`);
    const { peerDependencies = {} } = JSON.parse(
      readFileSync(join(installed, 'package.json'), 'utf8'),
    ) as { peerDependencies?: Record<string, string> };
    // What a user brings along.
    for (const peer of Object.keys(peerDependencies)) link(project, folder, peer);
  }
  link(project, root, '@types/node');
  provide('project', project);
  return () => rmSync(project, { recursive: true, force: true });
}

function link(project: string, owner: string, name: string): void {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(owner, 'node_modules', name), place, 'junction');
}
