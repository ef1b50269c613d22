import { type CommandWords, type Value, withDescendants } from './command-words.ts';

/** Completion for PowerShell, from version 5.1 on. */
export function powershellCompletion(root: CommandWords): string {
  const commands = withDescendants(root);
  return `# Completion of cfw-flow for PowerShell.
Register-ArgumentCompleter -Native -CommandName cfw-flow -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # By the words that lead to a command, each followed by a blank.
    $commands = @{
${commands
  .filter((one) => one.commands.length > 0)
  .map((one) =>
    entry(
      nameOf(one),
      one.commands.map(({ path, description }) => [path.at(-1)!, description]),
    ),
  )
  .join('\n')}
    }
    $options = @{
${commands
  .map((one) =>
    entry(
      nameOf(one),
      one.options.flatMap(({ flags, description }) =>
        flags.map((flag) => [flag, description] as const),
      ),
    ),
  )
  .join('\n')}
    }
    # Values of options and arguments; $null where they are paths or nobody can list them.
    $values = @{
${commands.flatMap(valueLines).join('\n')}
    }
    $command = ''
    $place = 0
    $option = $null
    $before = $commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() }
    foreach ($word in $before) {
        if ($word.StartsWith('-')) {
            $option = if ($values.ContainsKey("$command $word")) { "$command $word" } else { $null }
        } elseif ($null -ne $option) {
            if (-not $values[$option].IsVariadic) { $option = $null }
        } elseif ($place -eq 0 -and $commands.ContainsKey($command) -and $commands[$command].Contains($word)) {
            $command += "$word "
        } else {
            $place++
        }
    }
    $found = [ordered]@{}
    if ($wordToComplete.StartsWith('-')) {
        $found = $options[$command]
    } elseif ($null -ne $option) {
        foreach ($value in $values[$option].Choices) { $found[$value] = $value }
    } else {
        if ($commands.ContainsKey($command)) { $found = $commands[$command] }
        foreach ($key in "$command $place", "$command *") {
            foreach ($value in $values[$key].Choices) { $found[$value] = $value }
        }
    }
    $found.Keys | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $found[$_])
    }
}
`;
}

function nameOf({ path }: CommandWords): string {
  return path.map((word) => `${word} `).join('');
}

function entry(
  name: string,
  words: readonly (readonly [word: string, description: string])[],
): string {
  const list = words.map(([word, description]) => `${quoted(word)} = ${quoted(description)}`);
  return `        ${quoted(name)} = [ordered]@{ ${list.join('; ')} }`;
}

function valueLines(command: CommandWords): string[] {
  const name = nameOf(command);
  return [
    ...command.options.flatMap(({ flags, value }) =>
      value === undefined ? [] : flags.map((flag) => valueLine(`${name} ${flag}`, value)),
    ),
    ...command.arguments.map((value, place) =>
      valueLine(`${name} ${value.isVariadic ? '*' : place}`, value),
    ),
  ];
}

function valueLine(key: string, { choices = [], isVariadic }: Value): string {
  const list = choices.map(quoted).join(', ');
  return `        ${quoted(key)} = @{ Choices = @(${list}); IsVariadic = ${isVariadic ? '$true' : '$false'} }`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
