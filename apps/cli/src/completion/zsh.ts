import {
  type CommandWords,
  type OptionWords,
  type Value,
  withDescendants,
} from './command-words.ts';

/** Completion for zsh, from version 5 on: to be sourced, or a file of the search path. */
export function zshCompletion(root: CommandWords): string {
  return `#compdef cfw-flow
# Completion of cfw-flow for zsh.

${withDescendants(root).map(functionOf).join('\n\n')}

# Called by the first Tab when it is a file of $fpath, else by whoever sources it.
if [[ $funcstack[1] == _cfw-flow ]]; then
  _cfw-flow "$@"
else
  compdef _cfw-flow cfw-flow
fi
`;
}

function functionOf(command: CommandWords): string {
  const below = command.commands.length > 0;
  const specs = [
    ...command.options.flatMap(optionSpecs),
    ...(below ? ["'1: :->command'", "'*:: :->arguments'"] : argumentsOf(command).map(argumentSpec)),
  ];
  const lines = [
    ...(below ? ['local context state state_descr line', 'typeset -A opt_args'] : []),
    `_arguments ${below ? '-C ' : ''}-s \\`,
    ...specs.map((spec, place) => `  ${spec}${place < specs.length - 1 ? ' \\' : ''}`),
    ...(below ? commandState(command) : []),
  ];
  return `${functionName(command)}() {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}

function commandState({ commands }: CommandWords): string[] {
  return [
    'case $state in',
    '  command)',
    '    local -a commands=(',
    ...commands.map(
      ({ path, description }) => `      ${quoted(`${path.at(-1)}:${withoutColons(description)}`)}`,
    ),
    '    )',
    '    _describe command commands',
    '    ;;',
    '  arguments)',
    '    case $line[1] in',
    ...commands.map((one) => `      ${one.path.at(-1)}) ${functionName(one)} ;;`),
    '    esac',
    '    ;;',
    'esac',
  ];
}

function functionName({ path }: CommandWords): string {
  return ['_cfw-flow', ...path].join('-');
}

function optionSpecs({ flags, description, value }: OptionWords): string[] {
  const text = `[${description.replaceAll(/[[\]:\\]/g, String.raw`\$&`)}]`;
  const takes = value === undefined ? '' : `:value:${valueText(value)}`;
  return flags.map((flag) => quoted(`*${flag}${text}${takes}`));
}

/** Further values of a variadic option count as arguments: zsh would take even options for values. */
function argumentsOf({ arguments: values, options }: CommandWords): readonly Value[] {
  const further = options.flatMap(({ value }) => (value?.isVariadic ? [value] : []));
  return values.length > 0 ? values : further.slice(0, 1);
}

function argumentSpec(value: Value): string {
  return quoted(`${value.isVariadic ? '*' : ''}:argument:${valueText(value)}`);
}

function valueText({ choices, isPath }: Value): string {
  if (choices) return `(${choices.join(' ')})`;
  // With nothing at all in its place, zsh would not even offer options there.
  return isPath ? '_files' : '_nothing';
}

function withoutColons(text: string): string {
  return text.replaceAll(/[:\\]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
