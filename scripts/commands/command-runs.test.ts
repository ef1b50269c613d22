import { expect, test } from 'vitest';
import { commandRuns } from './command-runs.ts';
import { workspaceCommands } from './workspace-commands.ts';

test('the list says of every documented command how it is tried, and of no other.', () => {
  expect(Object.keys(commandRuns).toSorted()).toEqual(workspaceCommands().toSorted());
});

test('a command that another one needs is one that serves.', () => {
  for (const run of Object.values(commandRuns)) {
    if (run.kind === 'ends' && run.beside !== undefined) {
      expect(commandRuns[run.beside]).toHaveProperty('kind', 'serves');
    }
  }
});
