/** The blocks of code of a page that are in one of some languages. */
export function codeBlocks(markdown: string, ...languages: string[]): string[] {
  const blocks = markdown.matchAll(/^```(\w+)\n([^]*?)^```/gm);
  return [...blocks].flatMap(([, language = '', code = '']) =>
    languages.includes(language) ? [code] : [],
  );
}
