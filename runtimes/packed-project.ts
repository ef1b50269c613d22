// A project of a user, with the packages as npm brings them: made once for all tests. Of packed ones
// as a rule; rehearse.ts has them installed from a registry.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packInto } from '../scripts/pack.ts';
import { publishedPackages, readManifest, root } from '../scripts/packages/published.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the project. */
    project: string;
  }
}

export function setup({ provide }: TestProject): (() => void) | undefined {
  const installed = process.env['CFW_FLOW_REHEARSED_PROJECT'];
  if (installed !== undefined) {
    provide('project', installed);
    return undefined;
  }
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'cfw-flow-runtimes-')));
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true });
  const packages = publishedPackages();
  for (const { folder, manifest } of packages) packInto(project, join(root, folder), manifest.name);
  for (const { folder } of packages) {
    const { dependencies, peerDependencies } = readManifest(folder);
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      link(project, join(root, folder), name);
    }
  }
  link(project, root, '@types/node');
  provide('project', project);
  return () => rmSync(project, { recursive: true, force: true });
}

/** Lends the project what `owner` has, unless it has that already. */
function link(project: string, owner: string, name: string): void {
  const place = join(project, 'node_modules', name);
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(owner, 'node_modules', name), place, 'junction');
}
