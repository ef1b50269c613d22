import type { Argument, Command, Option } from 'commander';

/** What a shell can offer for a value. */
export interface Value {
  /** The values that there are; undefined where nobody can list them. */
  choices: readonly string[] | undefined;
  isPath: boolean;
  /** Whether more of them may follow. */
  isVariadic: boolean;
}

/** An option of a command. */
export interface OptionWords {
  /** `--size`, and `-n` where it has a short form. */
  flags: readonly string[];
  description: string;
  /** Undefined for an option that is on or off. */
  value: Value | undefined;
}

/** A command with all that can be typed after it. */
export interface CommandWords {
  /** Words that lead to it, such as `config set`; empty for the program itself. */
  path: readonly string[];
  description: string;
  options: readonly OptionWords[];
  arguments: readonly Value[];
  commands: readonly CommandWords[];
}

/** What can be typed after a command, as the program declares it. */
export function commandWords(command: Command, path: readonly string[] = []): CommandWords {
  const help = command.createHelp();
  const below = help.visibleCommands(command);
  return {
    path,
    description: help.subcommandDescription(command),
    options: help.visibleOptions(command).map(optionWords),
    arguments: command.registeredArguments.map(value),
    commands: below.map((one) => commandWords(one, [...path, one.name()])),
  };
}

function optionWords(option: Option): OptionWords {
  const { short, long, description } = option;
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: option.required || option.optional ? optionValue(option) : undefined,
  };
}

/** What files and folders are called in the usage of options and arguments. */
const pathNames: ReadonlySet<string> = new Set([
  'path',
  'file',
  'dir',
  'directory',
  'backup',
  'rules',
]);

function optionValue({ argChoices, flags, variadic }: Option): Value {
  const [, name = ''] = /[<[]([\w-]+)/.exec(flags) ?? [];
  return { choices: argChoices, isPath: pathNames.has(name), isVariadic: variadic };
}

function value(argument: Argument): Value {
  return {
    choices: argument.argChoices,
    isPath: pathNames.has(argument.name()),
    isVariadic: argument.variadic,
  };
}

/** A command and all below it. */
export function withDescendants(command: CommandWords): CommandWords[] {
  return [command, ...command.commands.flatMap(withDescendants)];
}
