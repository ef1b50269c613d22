import type { Command } from 'commander';
import type { ConsoleOptions } from './commands/console.ts';
import type { Shell } from './completion/shells.ts';
import type { ConnectionOptions } from './connection/connection-options.ts';
import { addServerOptions } from './declare-queries.ts';
import { CONSOLE_PORT } from './defaults.ts';
import { examples } from './help-examples.ts';
import { options, outputArgument, shellArgument } from './options.ts';
import type { OutputName } from './schema/outputs.ts';

/** Declares the commands that other programs use: a browser, an agent, a shell. */
export function declareIntegrations(root: Command): void {
  addConsole(root);
  addMcp(root);
  addSchema(root);
  addCompletion(root);
}

function addConsole(root: Command): void {
  const command = root
    .command('console')
    .summary('open the console over the cloud, or another server')
    .description(
      'Serves the console on 127.0.0.1 until it is interrupted, and forwards its questions to the ' +
        'cloud, or to any endpoint of the API, signed with your credentials, which the page never ' +
        'sees. Equal requests at the same time are sent once, and requests wait while the ' +
        'service limits them (HTTP 429). `serve` has a console of its own.',
    )
    .addOption(options.port(CONSOLE_PORT))
    .addOption(options.rate());
  addServerOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow console --profile prod', 'all firewalls of a profile'],
        ['cfw-flow console --region cn-north-4 -f ID', 'the cloud'],
        ['cfw-flow console -e URL --project ID -f ID', 'any endpoint of the API'],
        ['cfw-flow console -e sensor.example:8239 --rate 50', 'a server elsewhere'],
      ),
    )
    .action(async (chosen: ConsoleOptions) => {
      const { openConsole } = await import('./commands/console.ts');
      await openConsole(chosen);
    });
}

function addMcp(root: Command): void {
  const command = root
    .command('mcp')
    .summary('let an agent ask a server')
    .description(
      'Serves the Model Context Protocol on standard input and output, for agents: a tool for each ' +
        'operation (flow_statistic, flow_trend, flow_detail, flow_top), and flow_firewalls, which ' +
        'lists what can be queried. All of them only read. A server that answers them has to ' +
        'run, such as `cfw-flow serve`.',
    )
    .optionsGroup('Which flows:')
    .addOption(options.logType());
  addServerOptions(command)
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

function addSchema(root: Command): void {
  root
    .command('schema')
    .summary('print the JSON schema of an output')
    .description(
      'Prints the JSON Schema (draft 2020-12) of what a command prints for programs, with the units ' +
        'of its fields; without an output, lists them.',
    )
    .addArgument(outputArgument())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow schema', 'which there are'],
        ['cfw-flow schema compare > compare.schema.json', ''],
      ),
    )
    .action(async (output: OutputName | undefined) => {
      const { schema } = await import('./commands/schema.ts');
      schema(output);
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
