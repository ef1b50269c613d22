/** Examples below the help of a command, with their glosses aligned. */
export function examples(...lines: readonly (readonly [command: string, gloss: string])[]): string {
  const width = Math.max(...lines.map(([command, gloss]) => (gloss === '' ? 0 : command.length)));
  const text = lines.map(([command, gloss]) => `  ${command.padEnd(width)}  ${gloss}`.trimEnd());
  return `\nExamples:\n${text.join('\n')}`;
}
