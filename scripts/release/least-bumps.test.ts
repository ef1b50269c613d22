// @module-tag slow

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { root } from '../packages/published.ts';
import { changesetText, reaches } from './changesets.ts';
import { bumpFor, leastBump } from './least-bumps.ts';

// Redocly is a program of its own, which compares two contracts each time.
vi.setConfig({ testTimeout: 120_000 });

const contract = 'openapi/flow-log-analysis.yaml';
const list = 'runtimes/surface/types.txt';
const commands = 'runtimes/surface/cfw-flow-commands.txt';

/** A workspace in which a package was released as `version`. */
function released(
  version: string,
  name = '@cfw-flow/types',
): {
  change(path: string, before: string, after: string): void;
  changeset(bump: 'major' | 'minor' | 'patch', changed?: string): void;
  write(path: string, text: string): void;
  needs(manifestVersion?: string): ReturnType<typeof leastBump>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'cfw-flow-bumps-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const path of [contract, 'openapi/console.yaml', '.changeset/config.json', list, commands]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  const author = ['-c', 'user.name=Lin', '-c', 'user.email=lin@acme.example'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...author, 'commit', '--quiet', '--message=Release'],
    ['tag', `${name}@${version}`],
  ]) {
    execFileSync('git', args, { cwd: folder });
  }
  return {
    change(path, before, after) {
      const text = readFileSync(join(folder, path), 'utf8');
      expect(text).toContain(before);
      writeFileSync(join(folder, path), text.replace(before, after));
    },
    write: (path, text) => writeFileSync(join(folder, path), text),
    changeset(bump, changed = '@cfw-flow/fetch-client') {
      const text = changesetText(changed, bump, ['It changed.']);
      writeFileSync(join(folder, `.changeset/${bump}.md`), text);
    },
    needs: (manifestVersion = version) => leastBump(folder, name, manifestVersion),
  };
}

test('a package that did not change needs nothing.', async () => {
  expect(await released('0.1.0').needs()).toMatchObject({ needed: undefined, changes: [] });
});

test('a package that was never released is held against nothing.', async () => {
  const workspace = released('0.1.0');
  expect(await workspace.needs()).toBeDefined();
  expect(await leastBump(root, '@cfw-flow/never-released', '0.0.0')).toBeUndefined();
});

test('a narrowed contract needs minor before 1.0.0, of either package that has it.', async () => {
  const workspace = released('0.3.1');
  workspace.change(contract, 'maximum: 1000', 'maximum: 10');
  expect(await workspace.needs()).toMatchObject({ needed: 'minor', said: undefined });
  workspace.changeset('patch');
  expect(await workspace.needs()).toMatchObject({ needed: 'minor', said: 'patch' });
  workspace.changeset('minor');
  expect(await workspace.needs()).toMatchObject({ needed: 'minor', said: 'minor' });
});

test.each(['@cfw-flow/server', 'cfw-flow'])(
  'a narrowed contract needs minor before 1.0.0 of %s, which answers as it says.',
  async (name) => {
    const workspace = released('0.3.1', name);
    workspace.change(contract, 'maximum: 1000', 'maximum: 10');
    workspace.changeset('minor');
    expect(await workspace.needs()).toMatchObject({ needed: 'minor', said: undefined });
    workspace.changeset('minor', name);
    expect(await workspace.needs()).toMatchObject({ needed: 'minor', said: 'minor' });
  },
);

test('other words in the contract need a patch of the package that carries it alone.', async () => {
  for (const [name, needed] of [
    ['@cfw-flow/types', 'patch'],
    ['@cfw-flow/server', undefined],
    ['@cfw-flow/store', undefined],
  ] as const) {
    const workspace = released('1.2.0', name);
    workspace.change(contract, 'Region of the firewall.', 'Region of firewalls.');
    expect(await workspace.needs()).toMatchObject({ name, needed });
  }
});

test('a version that changesets have become counts as what they said.', async () => {
  const workspace = released('0.3.1');
  workspace.change(contract, 'maximum: 1000', 'maximum: 10');
  expect(await workspace.needs('0.4.0')).toMatchObject({ needed: 'minor', said: 'minor' });
});

test('a name that is exported no more needs major from 1.0.0 on.', async () => {
  const workspace = released('1.2.0');
  workspace.change(list, '  type FlowDetailsVO\n', '');
  expect(await workspace.needs()).toMatchObject({
    needed: 'major',
    changes: [{ impact: 'major', text: '`@cfw-flow/types: type FlowDetailsVO` is gone.' }],
  });
});

test('a new name needs minor from 1.0.0 on, and a patch before.', async () => {
  for (const [version, needed] of [
    ['1.2.0', 'minor'],
    ['0.2.0', 'patch'],
  ] as const) {
    const workspace = released(version);
    workspace.change(list, '  type FlowDetailsVO\n', '  type FlowDetailsVO\n  type FlowVO\n');
    expect(await workspace.needs()).toMatchObject({ needed });
  }
});

test('an option that the command line lost needs major from 1.0.0 on.', async () => {
  const workspace = released('1.2.0', 'cfw-flow');
  workspace.change(commands, 'cfw-flow top\n  --by\n', 'cfw-flow top\n');
  expect(await workspace.needs()).toMatchObject({
    needed: 'major',
    changes: [{ impact: 'major', text: '`cfw-flow top: --by` is gone.' }],
  });
});

test('a changeset counts however its YAML is written.', async () => {
  const workspace = released('1.2.0');
  workspace.write(
    '.changeset/a.md',
    '---\r\n"@cfw-flow/types":  minor # new\r\n---\r\n\r\nNew.\r\n',
  );
  expect(await workspace.needs()).toMatchObject({ said: 'minor' });
  workspace.write('.changeset/b.md', '---\n"@cfw-flow/types: minor\n---\n');
  await expect(workspace.needs()).rejects.toThrow(/b\.md is no changeset/);
});

test('bumps have an order.', () => {
  expect([bumpFor('major', '0.9.9'), bumpFor('minor', '0.9.9'), bumpFor('minor', '1.0.0')]).toEqual(
    ['minor', 'patch', 'minor'],
  );
  expect([
    reaches('major', 'minor'),
    reaches('patch', 'minor'),
    reaches(undefined, 'patch'),
  ]).toEqual([true, false, false]);
});
