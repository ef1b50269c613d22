import { type Argument, Command, CommanderError, type Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { declareCommands } from './declare-commands.ts';
import { asFailure, ExitCode } from './failure.ts';
import { examples } from './help-examples.ts';
import { note, styled, wrapForReader } from './output/terminal.ts';
import { refuseSwallowedOptions } from './swallowed-option.ts';

/**
 * Runs the command that the arguments name.
 *
 * @param program - file of the program
 * @param args - the words after it
 * @returns the exit code
 */
export async function run(program: string, args: readonly string[]): Promise<number> {
  try {
    await createProgram(program).parseAsync(args, { from: 'user' });
    return ExitCode.OK;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.missingArgument') {
        note(`\`cfw-flow ${args[0]} --help\` says what it takes.`);
      }
      // Help that was asked for is a success; without a command it is a reminder.
      return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
    }
    const { message, exitCode } = asFailure(error);
    if (message !== '') reportError(message);
    return exitCode;
  }
}

function createProgram(program: string): Command {
  const root = new Command('cfw-flow')
    .description('Traffic log statistics of Cloud Firewall (CFW), over your own logs.')
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({
      helpWidth: Math.min(process.stdout.columns || 80, 100),
      optionDescription,
      // All of them have options.
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
      argumentDescription: ({ description, argChoices }) => withChoices(description, argChoices),
    })
    .configureOutput({
      outputError: (text) =>
        reportError(text.replace(/^error: (?:command-argument )?/, '').trimEnd()),
    })
    .exitOverride()
    .addHelpText(
      'after',
      examples(
        ['cfw-flow serve --demo', 'look around in made-up traffic'],
        ['cfw-flow serve --logs traffic/', 'serve a folder of your logs'],
        ['cfw-flow top dst_host', 'ask it for a ranking'],
        ['cfw-flow trend --last 6h', 'and for the traffic over time'],
      ),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 all went well, 1 something failed, 2 the command line is wrong,\n' +
        '            3 rules of `alerts` are met\n' +
        'Environment variables: see `cfw-flow help environment`',
    );
  declareCommands(root, program);
  refuseSwallowedOptions(root);
  return root;
}

function argumentTerm(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** On fewer lines than by itself: what an option takes, without a quote around each word. */
function optionDescription({ description, argChoices, defaultValue, ...option }: Option): string {
  const text = withChoices(description, argChoices);
  if (defaultValue === undefined || defaultValue === false) return text;
  return `${text} (default: ${option.defaultValueDescription ?? defaultValue})`;
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : `${description}: ${choices.join(', ')}`;
}

function reportError(message: string): void {
  const [first = '', ...rest] = wrapForReader(`error: ${message}`);
  note(styled(['bold', 'red'], 'error:'), first.slice('error:'.length));
  for (const line of rest) note(line);
}
