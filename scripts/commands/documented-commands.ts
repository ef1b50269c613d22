/** How the documents begin a command of the workspace. */
const prefix = 'npx -y pnpm@12 ';

/**
 * The commands that a document tells its readers to run, each once, in the order of the document.
 *
 * Commands are: every line of an `sh` block and every line after `$` of a `console` block, with the
 * lines that continue it; every code span in the first column of a table that is headed "command",
 * and those of its other columns that begin with a script's name; and in the text, what begins with
 * `npx` or `.ci/`.
 *
 * @param markdown - the document
 * @param scripts - names of the scripts in package.json, which tables write without `npx -y pnpm@12`
 */
export function documentedCommands(markdown: string, scripts: readonly string[]): string[] {
  const found: string[] = [];
  let block: string | undefined;
  let inCommandTable = false;
  for (const line of continued(markdown).split('\n')) {
    const [, fence] = /^\s*```(.*)$/.exec(line) ?? [];
    if (fence !== undefined) {
      block = block === undefined ? fence.trim() : undefined;
    } else if (block !== undefined) {
      found.push(...commandOfBlock(block, line));
    } else if (line.startsWith('|')) {
      const cells = line.split(/(?<!\\)\|/).slice(1);
      if (cells[0]?.trim() === 'command') inCommandTable = true;
      found.push(...(inCommandTable ? commandsOfRow(cells, scripts) : commandsOfText(line)));
    } else {
      inCommandTable = false;
      found.push(...commandsOfText(line));
    }
  }
  return [...new Set(found)];
}

/** With the lines that end in `\` or in a pipe joined to the next one. */
function continued(markdown: string): string {
  return markdown.replaceAll(/ *\\\n\s*/g, ' ').replaceAll(/ \|\n +(?=\S)/g, ' | ');
}

function commandOfBlock(language: string, line: string): string[] {
  const [, typed] =
    (language === 'sh' ? /^(.*)$/ : language === 'console' ? /^\$ (.*)$/ : /^(npx .*)$/).exec(
      line,
    ) ?? [];
  const command = typed?.replace(/(^|\s+)#.*$/, '').trim();
  return command ? [command] : [];
}

function commandsOfRow([first = '', ...others]: string[], scripts: readonly string[]): string[] {
  return [
    ...codeSpans(first),
    ...others.flatMap((cell) =>
      codeSpans(cell).filter((span) => {
        const [word = ''] = span.replace(/^run /, '').split(' ');
        return scripts.includes(word) || isWhole(span);
      }),
    ),
  ].map((span) => (isWhole(span) ? span : prefix + span));
}

function commandsOfText(line: string): string[] {
  return codeSpans(line).filter(isWhole);
}

function codeSpans(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.trim());
}

/** Whether it can be typed as it stands. The bare prefix is what a document tells how to begin. */
function isWhole(span: string): boolean {
  return /^(npx |\.ci\/)/.test(span) && span !== prefix.trim();
}
