/** The blocks of code of a page that are in one of some languages. */
export function codeBlocks(markdown: string, ...languages: string[]): string[] {
  const blocks = markdown.matchAll(/^```(\w+)\n([^]*?)^```/gm);
  return [...blocks].flatMap(([, language = '', code = '']) =>
    languages.includes(language) ? [code] : [],
  );
}

/**
 * The commands of a page that begin with a program, whoever runs it, without what comes behind a pipe
 * or a `#`.
 */
export function commandsOf(markdown: string, programName: string): string[] {
  const lines = codeBlocks(markdown, 'sh', 'console').flatMap((code) =>
    code.replaceAll(/\\\n\s*/g, '').split('\n'),
  );
  return lines.flatMap((line) => {
    const command = line
      .replace(/^\$ /, '')
      .replace(/^(npx -y pnpm@12|sudo -u cfw-flow) (?=cfw-flow )/, '');
    return command.startsWith(`${programName} `) ? [command.replace(/\s+[|#].*/, '')] : [];
  });
}
