// A user's project, in which the figures are taken that are about what is published.
import { globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformWithOxc } from 'vite';
// @boundaries-ignore Packing is the workspace's, not the package's.
import { packInto } from '../../../scripts/pack.ts';

const packages = resolve(import.meta.dirname, '../..');
const programs = join(import.meta.dirname, 'programs');

/**
 * Makes a project that has the packed client, its peers as they are installed here, and the
 * programs as JavaScript.
 *
 * @param peers names of packages that this one has among its dependencies
 * @returns its folder, to be removed with {@link removeProject}
 */
export async function makeProject(peers: string[]): Promise<string> {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'cfw-flow-bench-')));
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const name of ['types', 'signature', 'fetch-client']) {
    packInto(project, join(packages, name), `@cfw-flow/${name}`);
  }
  for (const peer of peers) link(project, peer);
  for (const file of globSync('*.ts', { cwd: programs })) await translate(project, file);
  return project;
}

export function removeProject(project: string): void {
  rmSync(project, { recursive: true, force: true });
}

function link(project: string, name: string): void {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(packages, 'fetch-client/node_modules', name), place, 'junction');
}

async function translate(project: string, file: string): Promise<void> {
  const { code } = await transformWithOxc(readFileSync(join(programs, file), 'utf8'), file, {
    typescript: { rewriteImportExtensions: true },
  });
  writeFileSync(join(project, file.replace(/ts$/, 'js')), code);
}
