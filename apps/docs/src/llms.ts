import { markdownOf, markdownPage, type Page } from './gather.ts';
import { chapters, chinesePages, siteUrl } from './site-map.ts';

const lists = [...chapters, { label: '中文', routes: chinesePages }];

/** `llms.txt`: what the site is, and its pages by chapter with what each is about. */
export function llmsIndex(pages: readonly Page[]): string {
  const first = pages.find(({ route }) => route === '');
  const chapterLists = lists.map(({ label, routes }) => {
    const lines = pagesOf(routes, pages).map(
      ({ route, title, description }) =>
        `- [${title}](${new URL(markdownOf(route), siteUrl).href}): ${description}`,
    );
    return `## ${label}\n\n${lines.join('\n')}\n`;
  });
  return [`# ${first?.title}\n`, `> ${first?.description}\n`, ...chapterLists].join('\n');
}

/** `llms-full.txt`: the pages of all chapters, one after the other. */
export function llmsFull(pages: readonly Page[]): string {
  const routes = lists.flatMap((chapter) => chapter.routes);
  return pagesOf(routes, pages)
    .map((page) => markdownPage(page, pages))
    .join('\n');
}

function pagesOf(routes: readonly string[], pages: readonly Page[]): Page[] {
  return routes.flatMap((route) => pages.find((page) => page.route === route) ?? []);
}
