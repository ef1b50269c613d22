import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** What the scripts read of a package.json. */
export interface Manifest {
  name: string;
  version?: string;
  private?: boolean;
  description?: string;
  keywords?: string[];
  license?: string;
  repository?: { type?: string; url?: string; directory?: string };
  homepage?: string;
  bugs?: string | { url?: string };
  files?: string[];
  type?: string;
  sideEffects?: boolean;
  bin?: Record<string, string>;
  scripts?: Record<string, string>;
  exports?: Record<string, unknown>;
  publishConfig?: { access?: string; provenance?: boolean };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  engines?: { node?: string };
}

/** A package that goes to npm. */
export interface PublishedPackage {
  /** Its folder from the root, with slashes: `packages/types`. */
  folder: string;
  manifest: Manifest;
}

/** The manifest of a folder, which may be one from the root. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** All packages that go to npm, by name. */
export function publishedPackages(): PublishedPackage[] {
  return globSync('{packages,apps}/*/package.json', { cwd: root })
    .map((path) => dirname(path).replaceAll('\\', '/'))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest.private !== true)
    .toSorted((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}
