import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Impact } from '../../openapi/contract-changes.ts';

const order: readonly Impact[] = ['patch', 'minor', 'major'];

/** The greatest of some bumps, if there is one. */
export function greatest(bumps: readonly Impact[]): Impact | undefined {
  return order.findLast((bump) => bumps.includes(bump));
}

/** Whether a bump is at least another. */
export function reaches(bump: Impact | undefined, least: Impact): boolean {
  return bump !== undefined && order.indexOf(bump) >= order.indexOf(least);
}

/** What the pending changesets of a workspace say of a package, or of one that moves together with it. */
export function pendingBump(root: string, name: string): Impact | undefined {
  const config = JSON.parse(readFileSync(join(root, '.changeset/config.json'), 'utf8')) as {
    fixed?: string[][];
  };
  const together = config.fixed?.find((group) => group.includes(name)) ?? [name];
  const bumps = globSync('.changeset/*.md', { cwd: root })
    .flatMap((path) => Object.entries(releasesIn(join(root, path))))
    .filter(([changed]) => together.includes(changed))
    .map(([, bump]) => bump);
  return greatest(bumps);
}

/** The bumps that a changeset says, by package: the YAML between its first two lines of `---`. */
function releasesIn(path: string): Record<string, Impact> {
  const [, front = ''] = /^---\r?\n([^]*?)^---/m.exec(readFileSync(path, 'utf8')) ?? [];
  try {
    return (parse(front) ?? {}) as Record<string, Impact>;
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`${path} is no changeset, write it again: ${why}`, { cause: error });
  }
}

/** The text of a changeset. */
export function changesetText(name: string, bump: Impact, changes: readonly string[]): string {
  const list = changes.map((text) => `- ${text}\n`).join('');
  return `---\n'${name}': ${bump}\n---\n\nWhat changed in the contract and in what is exported:\n\n${list}`;
}
