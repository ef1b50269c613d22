/** A block of code in a document. */
export interface CodeBlock {
  /** As its fence names it, or nothing. */
  language: string;
  code: string;
}

/** The blocks of code of a document, in its order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks = markdown.matchAll(/^( *)```(\S*).*\n([^]*?)^\1```$/gm);
  return [...blocks].map(([, , language = '', code = '']) => ({ language, code }));
}
