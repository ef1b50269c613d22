import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Page } from './gather.ts';
import { absolute, root } from './site-map.ts';

/** What Changesets wrote of each package, and what waits for the next release. */
export function changelogPage(): Page {
  const pending = globSync('.changeset/*.md', { cwd: root })
    .map((path) =>
      readFileSync(absolute(path), 'utf8')
        .replace(/^---\n[^]*?\n---\n/, '')
        .trim(),
    )
    .filter((text) => text !== '');
  const written = globSync('{packages,apps}/*/CHANGELOG.md', { cwd: root })
    .toSorted()
    .map((path) => ({ name: nameOf(dirname(path)), text: readFileSync(absolute(path), 'utf8') }));
  const parts = [
    'What is new in each version of each package. What a number means is in [Versions](/versions/).',
    pending.length > 0 && `## Not yet released\n\n${pending.join('\n\n')}`,
    // The title of each package's own changelog gives way to a heading here, the others go one down.
    ...written.map(
      ({ name, text }) => `## ${name}\n${text.replace(/^# .*/, '').replaceAll(/^#(?=#)/gm, '##')}`,
    ),
  ];
  return {
    source: '.changeset/',
    route: 'changelog',
    title: 'Changelog',
    description: 'What is new in each version of each package, and what comes with the next.',
    body: parts.filter(Boolean).join('\n\n'),
  };
}

function nameOf(folder: string): string {
  return (JSON.parse(readFileSync(absolute(`${folder}/package.json`), 'utf8')) as { name: string })
    .name;
}
