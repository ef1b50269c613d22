import { type Command, InvalidArgumentError, type Option } from 'commander';

/**
 * Has no option of a command, and of those below it, take another option for its value: of `serve --watch
 * --demo`, `--demo` is not the folder.
 */
export function refuseSwallowedOptions(command: Command): void {
  for (const option of command.options.filter(({ required }) => required)) {
    const parse = option.parseArg;
    option.argParser((text: string, before: unknown) => {
      if (text.startsWith('--')) throw swallowed(option, text);
      return parse === undefined ? text : parse(text, before);
    });
  }
  for (const below of command.commands) refuseSwallowedOptions(below);
}

function swallowed({ long, flags }: Option, text: string): InvalidArgumentError {
  const path = /<(?:dir|file|path)\b/.test(flags)
    ? ` If that is the name of a file or folder, write ./${text}.`
    : '';
  return new InvalidArgumentError(
    `It looks like an option, so that ${long} has no value: write one right after ${long}.${path}`,
  );
}
