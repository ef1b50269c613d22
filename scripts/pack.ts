import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A package as it would go to npm, and as an installation lays it out. */
export interface PackedPackage {
  name: string;
  tarball: string;
  installed: string;
}

/** Packs the package in `folder` and installs the tarball into the project `into`. */
export function packInto(into: string, folder: string, name: string): PackedPackage {
  const tarball = pack(folder, join(into, 'tarballs', folder.replaceAll(/\W/g, '-')));
  const installed = join(into, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  return { name, tarball, installed };
}

function pack(folder: string, destination: string): string {
  const pnpm = process.env['npm_execpath'];
  if (pnpm === undefined) {
    throw new Error('Packing needs the pnpm that runs this: start it with npx -y pnpm@12 run …');
  }
  mkdirSync(destination, { recursive: true });
  execFileSync(pnpm, ['pack', '--pack-destination', destination], { cwd: folder, stdio: 'pipe' });
  const [tarball] = globSync('*.tgz', { cwd: destination });
  if (tarball === undefined) throw new Error(`Nothing was packed in ${folder}.`);
  return join(destination, tarball);
}
