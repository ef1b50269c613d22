// Holds the contract and the lists of what each package offers against the last release, and fails when
// the pending changesets say less than what changed. With `--write` it writes the changesets that are
// missing instead.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { publishedPackages, root } from './packages/published.ts';
import { changesetText, reaches } from './release/changesets.ts';
import { type LeastBump, leastBump } from './release/least-bumps.ts';

const { write } = given();
const meaning = { major: 'breaks', minor: 'adds', patch: 'other' };

for (const { manifest } of publishedPackages()) {
  const found = await leastBump(root, manifest.name, manifest.version ?? '0.0.0');
  if (found === undefined) console.log(`- ${manifest.name}: not released yet`);
  else if (found.needed === undefined) console.log(`✓ ${manifest.name}: as in ${found.since}`);
  else if (reaches(found.said, found.needed)) console.log(`✓ ${manifest.name}: ${found.said}`);
  else if (write) writeChangeset(found, found.needed);
  else report(found);
}

/** What was typed. Ends the program when it can't be. */
function given(): { write: boolean } {
  try {
    return parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error((error as Error).message);
    console.error('usage: check:bumps [--write]');
    process.exit(2);
  }
}

function report({ name, since, needed, said, changes }: LeastBump): void {
  process.exitCode = 1;
  const list = changes.map(({ impact, text }) => `    ${meaning[impact]}: ${text}`);
  console.error(
    [
      `✗ ${name}: what changed since ${since} needs ${needed}, and the pending changesets say ${said ?? 'nothing'}.`,
      ...list,
      '  Say more in a changeset, or have one written: npx -y pnpm@12 run check:bumps --write',
    ].join('\n'),
  );
}

function writeChangeset({ name, changes }: LeastBump, needed: NonNullable<LeastBump['needed']>) {
  const path = `.changeset/changes-of-${name.replace('@cfw-flow/', '')}.md`;
  const texts = changes.map(({ impact, text }) => (impact === 'major' ? `**${text}**` : text));
  try {
    writeFileSync(join(root, path), changesetText(name, needed, texts), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    process.exitCode = 1;
    console.error(
      `✗ ${path} is there already, and says less than ${needed}. Say more in it, or remove it.`,
    );
    return;
  }
  console.log(`+ ${path}: ${needed}. Say in it what users have to do.`);
}
