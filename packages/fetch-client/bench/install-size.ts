import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

export interface InstallSize {
  packages: number;
  bytes: number;
}

/** What `npm install name` puts on the disk: the package and all that it depends on. */
export function measureInstall(name: string, project: string): InstallSize {
  const folders = new Set<string>();
  collect(name, join(project, 'package.json'), folders);
  const bytes = [...folders].map(bytesOfPackage).reduce((sum, size) => sum + size, 0);
  return { packages: folders.size, bytes };
}

function collect(name: string, dependant: string, folders: Set<string>): void {
  const found = findPackageJSON(name, dependant);
  if (found === undefined) {
    throw new Error(`${name} is missing, which ${dependant} depends on. Run pnpm install.`);
  }
  const manifest = realpathSync(found);
  const folder = dirname(manifest);
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) collect(dependency, manifest, folders);
}

/** The package's own files. What lies in its `node_modules` are other packages, or links to them. */
function bytesOfPackage(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes('node_modules'))
    .map((path) => statSync(path).size)
    .reduce((sum, size) => sum + size, 0);
}
