import type { Command } from 'commander';
import type { Shell } from './completion/shells.ts';
import type { ConnectionOptions } from './connection/connection-options.ts';
import { addServerOptions } from './declare-queries.ts';
import { examples } from './help-examples.ts';
import { options, shellArgument } from './options.ts';

/** Declares the commands that other programs use: an agent, a shell. */
export function declareIntegrations(root: Command): void {
  addMcp(root);
  addCompletion(root);
}

function addMcp(root: Command): void {
  const command = root
    .command('mcp')
    .summary('let an agent ask a server')
    .description(
      'Serves the Model Context Protocol on standard input and output, for agents: a tool for each ' +
        'operation (flow_statistic, flow_trend, flow_detail, flow_top), and flow_firewalls, which ' +
        'says what there is to ask about. All of them only read. A server that answers them has to ' +
        'run, such as `cfw-flow serve`.',
    );
  addServerOptions(command)
    .addOption(options.logType())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow mcp', 'this machine'],
        ['cfw-flow mcp --region cn-north-4 --firewall ID', 'the cloud'],
        ['claude mcp add cfw-flow -- cfw-flow mcp', 'add it to Claude Code'],
      ),
    )
    .action(async (chosen: ConnectionOptions) => {
      const { mcp } = await import('./commands/mcp.ts');
      await mcp(chosen, root.version() ?? '');
    });
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
