import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../packages/published.ts';
import { commandRuns } from './command-runs.ts';
import { guideCommands, workspaceCommands } from './documents.ts';
import { guideRuns } from './guide-runs.ts';

test('the list says of every command of the workspace how it is tried, and of no other.', () => {
  expect(Object.keys(commandRuns).toSorted()).toEqual(workspaceCommands().toSorted());
});

test('the list of guides says of every other documented command how it is tried, and of no other.', () => {
  expect(Object.keys(guideRuns).toSorted()).toEqual(guideCommands().toSorted());
});

test('a command that another one needs is one that serves.', () => {
  for (const run of Object.values(commandRuns)) {
    if (run.kind === 'ends' && run.beside !== undefined) {
      expect(commandRuns[run.beside]).toHaveProperty('kind', 'serves');
    }
  }
});

test('a command that is left out as a step of .ci/run is one.', () => {
  const ci = readFileSync(join(root, '.ci/run'), 'utf8');
  for (const [command, run] of Object.entries(commandRuns)) {
    if (run.kind === 'left out' && run.reason === 'a step of .ci/run') {
      expect(ci).toMatch(new RegExp(`run(_tests)? ${command.split(' ').at(-1)}( --quick)?$`, 'm'));
    }
  }
});
