import { type CommandWords, type Value, withDescendants } from './command-words.ts';

/**
 * Completion for bash, from version 3.2 on. What is typed is known without the program: a Tab starts none.
 */
export function bashCompletion(root: CommandWords): string {
  const commands = withDescendants(root);
  return `# Completion of cfw-flow for bash.
# COMP_WORDS, COMP_CWORD and COMPREPLY are bash's own.

# Commands below a command.
_cfw_flow_commands() {
  case $1 in
${commands
  .filter(({ commands: below }) => below.length > 0)
  .map((one) => branch(nameOf(one), words(one.commands.map(({ path }) => path.at(-1)!))))
  .join('\n')}
  esac
}

# Options of a command.
_cfw_flow_options() {
  case $1 in
${commands.map((one) => branch(nameOf(one), words(one.options.flatMap(({ flags }) => flags)))).join('\n')}
  esac
}

# What an option of a command takes: values, :path, :any, with + where more may follow; nothing for a switch.
_cfw_flow_values() {
  case $1 in
${commands.flatMap(optionBranches).join('\n')}
  esac
}

# What a command takes at a place, from 0.
_cfw_flow_arguments() {
  case $1 in
${commands.flatMap(argumentBranches).join('\n')}
  esac
}

_cfw_flow() {
  local command='' place=0 taken='' wanted word index
  local current=\${COMP_WORDS[COMP_CWORD]}
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    # Bash parts --size=5 at the sign.
    [[ $word == = ]] && continue
    if [[ $word == -* ]]; then
      taken=$(_cfw_flow_values "$command $word")
    elif [[ -n $taken ]]; then
      [[ $taken == *+ ]] || taken=
    elif [[ $place == 0 && " $(_cfw_flow_commands "$command") " == *" $word "* ]]; then
      command="$command$word "
    else
      place=$((place + 1))
    fi
  done
  [[ $current == = ]] && current=
  if [[ $current == -* ]]; then
    wanted=$(_cfw_flow_options "$command")
  elif [[ -n $taken ]]; then
    wanted=$taken
  else
    wanted="$(_cfw_flow_commands "$command") $(_cfw_flow_arguments "$command $place")"
  fi
  COMPREPLY=()
  # Without an answer, bash completes paths.
  case $wanted in
    *:path*) return ;;
    *:any*) wanted= ;;
  esac
  COMPREPLY=($(compgen -W "\${wanted%+}" -- "$current"))
  compopt +o default 2>/dev/null
}

complete -o default -F _cfw_flow cfw-flow
`;
}

/** The words of a command, each followed by a blank. */
function nameOf({ path }: CommandWords): string {
  return path.map((word) => `${word} `).join('');
}

function optionBranches(command: CommandWords): string[] {
  return command.options.flatMap(({ flags, value }) =>
    value === undefined
      ? []
      : flags.map((flag) => branch(`${nameOf(command)} ${flag}`, valueText(value))),
  );
}

function argumentBranches(command: CommandWords): string[] {
  return command.arguments.map((value, place) => {
    const pattern = value.isVariadic ? `'${nameOf(command)} '*` : `'${nameOf(command)} ${place}'`;
    return `    ${pattern}) echo ${quoted(valueText({ ...value, isVariadic: false }))} ;;`;
  });
}

function valueText({ choices, isPath, isVariadic }: Value): string {
  const values = choices ? words(choices) : isPath ? ':path' : ':any';
  return isVariadic ? `${values}+` : values;
}

function branch(pattern: string, text: string): string {
  return `    ${quoted(pattern)}) echo ${quoted(text)} ;;`;
}

function words(list: readonly string[]): string {
  return list.join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
