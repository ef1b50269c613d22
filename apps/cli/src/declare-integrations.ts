import type { Command } from 'commander';
import type { Shell } from './completion/shells.ts';
import { examples } from './help-examples.ts';
import { shellArgument } from './options.ts';

/** Declares the commands that other programs use: a shell. */
export function declareIntegrations(root: Command): void {
  addCompletion(root);
}

function addCompletion(root: Command): void {
  root
    .command('completion')
    .summary('print the completion of a shell')
    .description(
      'Prints a script with which a shell completes commands, options and their values at the Tab ' +
        'key; without a shell, how to install it.',
    )
    .addArgument(shellArgument())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow completion', 'how to install it'],
        ['source <(cfw-flow completion bash)', 'for this terminal'],
      ),
    )
    .action(async (shell: Shell | undefined) => {
      const { completion } = await import('./commands/completion.ts');
      completion(shell, root);
    });
}
