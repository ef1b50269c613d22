import { markdownOf, markdownPage, type Page } from './gather.ts';
import { chapters, siteUrl } from './site-map.ts';

/** `llms.txt`: what the site is, and its pages by chapter with what each is about. */
export function llmsIndex(pages: readonly Page[]): string {
  const [first] = pages;
  const lists = chapters.map(({ label, sources }) => {
    const lines = pagesOf(sources, pages).map(
      ({ route, title, description }) =>
        `- [${title}](${new URL(markdownOf(route), siteUrl).href}): ${description}`,
    );
    return `## ${label}\n\n${lines.join('\n')}\n`;
  });
  return [`# ${first?.title}\n`, `> ${first?.description}\n`, ...lists].join('\n');
}

/** `llms-full.txt`: the pages of all chapters, one after the other. */
export function llmsFull(pages: readonly Page[]): string {
  const sources = chapters.flatMap((chapter) => chapter.sources);
  return pagesOf(sources, pages)
    .map((page) => markdownPage(page, pages))
    .join('\n');
}

function pagesOf(sources: readonly string[], pages: readonly Page[]): Page[] {
  return sources.flatMap((source) => pages.find((page) => page.source === source) ?? []);
}
