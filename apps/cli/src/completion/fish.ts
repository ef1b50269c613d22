import { type CommandWords, type Value, withDescendants } from './command-words.ts';

/** Completion for fish, from version 3 on. */
export function fishCompletion(root: CommandWords): string {
  return `# Completion of cfw-flow for fish.

# Whether the words so far name a command, and none below it: its name, the names below it.
function __cfw_flow_is
    set -l words (commandline -opc)[2..-1]
    set -l path (string split ' ' -- $argv[1])
    test -n "$argv[1]"; or set path
    set -l depth (count $path)
    test (count $words) -ge $depth; or return 1
    test $depth -eq 0; or test "$words[1..$depth]" = "$path"; or return 1
    set -l next $words[(math $depth + 1)]
    test -z "$next"; or not contains -- $next $argv[2..-1]
end

# Without one of the lines below, no paths are offered.
complete -c cfw-flow -f
${withDescendants(root).flatMap(commandLines).join('\n')}
`;
}

function commandLines(command: CommandWords): string[] {
  const below = command.commands.map(({ path }) => path.at(-1)!);
  const condition = quoted(['__cfw_flow_is', quoted(command.path.join(' ')), ...below].join(' '));
  const line = (...parts: readonly string[]) =>
    ['complete -c cfw-flow -n', condition, ...parts.filter((part) => part !== '')].join(' ');
  return [
    ...command.commands.map(({ path, description }) =>
      line('-a', quoted(path.at(-1)!), '-d', quoted(description)),
    ),
    ...command.arguments.map((value) => line(valueText(value))),
    ...command.options.map(({ flags, description, value }) =>
      line(
        ...flags.map((flag) =>
          flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        ),
        ...(value === undefined ? [] : [value.isPath ? '-r' : '-x', valueText(value)]),
        '-d',
        quoted(description),
      ),
    ),
  ];
}

function valueText({ choices, isPath }: Value): string {
  if (choices) return `-a ${quoted(choices.join(' '))}`;
  return isPath ? '-F' : '';
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
