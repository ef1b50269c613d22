import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const lines = globSync('.changeset/*.md', { cwd: root })
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .flatMap((text) => /^---\n(.*?)^---$/ms.exec(text)?.[1]?.split('\n') ?? []);
  const bumps = lines.flatMap((line) => {
    const [, changed = '', bump] = /^['"]?([^'"]+)['"]?: (major|minor|patch)$/.exec(line) ?? [];
    return together.includes(changed) ? [bump as Impact] : [];
  });
  return greatest(bumps);
}

/** The text of a changeset. */
export function changesetText(name: string, bump: Impact, changes: readonly string[]): string {
  const list = changes.map((text) => `- ${text}\n`).join('');
  return `---\n'${name}': ${bump}\n---\n\nWhat changed in the contract and in what is exported:\n\n${list}`;
}
