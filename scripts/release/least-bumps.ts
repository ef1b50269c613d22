import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  type ContractChange,
  contractChanges,
  type Impact,
} from '../../openapi/contract-changes.ts';
import { greatest, pendingBump } from './changesets.ts';
import { surfaceChanges } from './surface-changes.ts';

const api = 'openapi/flow-log-analysis.yaml';
const consoleApi = 'openapi/console.yaml';

/** The package that carries the contracts, and those that answer as they say. */
const carrier = '@cfw-flow/types';
const contractsOf: Readonly<Record<string, readonly string[]>> = {
  [carrier]: [api, consoleApi],
  '@cfw-flow/server': [api],
  'cfw-flow': [api, consoleApi],
};

/** What the changes of a package since its last release need. */
export interface LeastBump {
  name: string;
  /** The tag of its last release. */
  since: string;
  /** The smallest bump that says enough of the changes; none when nothing changed. */
  needed: Impact | undefined;
  /** What changesets say, or the version that they became already. */
  said: Impact | undefined;
  changes: ContractChange[];
}

/**
 * Holds what a package offers against its last release.
 *
 * @param root - of the workspace, a git repository with the tags of its releases
 * @param name - of the package
 * @param version - of its manifest
 * @returns nothing for a package that was never released
 */
export async function leastBump(
  root: string,
  name: string,
  version: string,
): Promise<LeastBump | undefined> {
  const since = lastRelease(root, name);
  if (since === undefined) return undefined;
  const released = since.slice(name.length + 1);
  const changes = surfaceChangesSince(root, since, name);
  const contracts = contractsOf[name] ?? [];
  const fromContracts = await contractChangesSince(root, since, contracts);
  // Other words in a contract are other contents of the carrier, and change no answer.
  changes.push(...fromContracts.filter(({ impact }) => name === carrier || impact !== 'patch'));
  const needed = greatest(changes.map(({ impact }) => bumpFor(impact, released)));
  const said = greatest([pendingBump(root, name), bumpBetween(released, version)].filter(isBump));
  return { name, since, needed, said, changes };
}

/** Before 1.0.0, what breaks users is minor, and all else is a patch. */
export function bumpFor(impact: Impact, released: string): Impact {
  if (!released.startsWith('0.')) return impact;
  return impact === 'major' ? 'minor' : 'patch';
}

/** By how much a manifest is ahead of the release: `changeset version` has run. */
function bumpBetween(released: string, version: string): Impact | undefined {
  const [before = [], after = []] = [released, version].map((text) => text.split('.'));
  const index = before.findIndex((part, place) => part !== after[place]);
  return (['major', 'minor', 'patch'] as const)[index];
}

function isBump(bump: Impact | undefined): bump is Impact {
  return bump !== undefined;
}

function lastRelease(root: string, name: string): string | undefined {
  const [tag] = git(root, 'tag', '--list', `${name}@*`, '--sort=-version:refname').split('\n');
  return tag || undefined;
}

function surfaceChangesSince(root: string, tag: string, name: string): ContractChange[] {
  const list = `runtimes/surface/${name.replace('@cfw-flow/', '')}`;
  return [`${list}.txt`, `${list}-commands.txt`].flatMap((path) => {
    const before = fileAt(root, tag, path);
    if (before === undefined) return [];
    const file = join(root, path);
    return surfaceChanges(before, existsSync(file) ? readFileSync(file, 'utf8') : '');
  });
}

async function contractChangesSince(
  root: string,
  tag: string,
  contracts: readonly string[],
): Promise<ContractChange[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cfw-flow-released-'));
  try {
    // All of them first, since they refer to each other.
    const released = contracts.filter((path) => {
      const text = fileAt(root, tag, path);
      if (text !== undefined) writeFileSync(join(folder, basename(path)), text);
      return text !== undefined && existsSync(join(root, path));
    });
    const changes = released.map((path) =>
      contractChanges(join(folder, basename(path)), join(root, path)),
    );
    return (await Promise.all(changes)).flat();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A file as it was at a tag, if it was there. */
function fileAt(root: string, tag: string, path: string): string | undefined {
  if (git(root, 'ls-tree', '--name-only', tag, path) === '') return undefined;
  return git(root, 'show', `${tag}:${path}`);
}

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
