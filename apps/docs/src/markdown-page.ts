/** A page: what Markdown says under its title. */
export interface MarkdownPage {
  title: string;
  /** What the page is about, in plain text of one line, for search engines and lists of pages. */
  description: string;
  body: string;
}

const codeOrLink = /(^ *(`{3,})[^]*?^ *\2|`[^`\n]*`)|\]\(([^)\s]+)\)/gm;

/** Reads Markdown whose title is its only heading of the first level. */
export function readPage(markdown: string): MarkdownPage {
  const [heading, title] = /^# (.+)\n/m.exec(markdown) ?? [];
  if (heading === undefined || title === undefined)
    throw new Error('There is no title: a line `# …`.');
  const body = markdown.replace(heading, '').trim();
  return { title: plainText(title), description: descriptionOf(body), body };
}

/** Gives every link another target; what looks like one in code stays. */
export function replaceLinks(markdown: string, replace: (target: string) => string): string {
  return markdown.replaceAll(codeOrLink, (whole, code, _fence, target: string | undefined) =>
    code === undefined && target !== undefined ? `](${replace(target)})` : whole,
  );
}

const maxDescription = 200;
const linkToOtherLanguage = / ?\[(中文|English)\]\([^)]*\)$/;

/** The first paragraph, as far as it fits. */
function descriptionOf(body: string): string {
  const paragraphs = body.replaceAll(/^ *(`{3,})[^]*?^ *\1/gm, '').split(/\n{2,}/);
  const first = paragraphs.find(
    (text) => /^[\p{L}`*_]/u.test(text) && !text.startsWith('Defined in'),
  );
  const text = plainText((first ?? '').replace(linkToOtherLanguage, ''));
  if (text.length <= maxDescription) return text;
  return `${text.slice(0, maxDescription).replace(/\s+\S*$/, '')} …`;
}

/** Markdown of one paragraph without its marks. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\\([\\<>_*[\]`|])/g, '$1')
    .replaceAll(/[`*]|\b_|_\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
