import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { changelogPage } from './changelog-page.ts';
import { type MarkdownPage, readPage, replaceLinks } from './markdown-page.ts';
import { operationPages } from './operation-pages.ts';
import {
  absolute,
  chapters,
  chinesePages,
  isReleased,
  pageSources,
  repository,
  routeOf,
  siteUrl,
} from './site-map.ts';

/** A page of the site, its links as they are in the repository. */
export interface Page extends MarkdownPage {
  /** The file that it is made from, as a path from the root of the repository. */
  source: string;
  /** Its path on the site, without slashes around it; empty for the first page. */
  route: string;
}

const reference = 'apps/docs/reference/';
/** The first pages, in each language, need all the room. */
const landings = ['', 'zh-cn'];
const published = 'apps/docs/public/';
const content = resolve(import.meta.dirname, 'content/docs');

/** All pages of the site, read from the repository. */
export function gatherPages(): Page[] {
  const written = pageSources.map((source) => {
    const route = routeOf(source);
    if (route === undefined) throw new Error(`${source} has no path on the site, see site-map.ts.`);
    const page = readPage(readFileSync(absolute(source), 'utf8'));
    return { source, route, ...(source.startsWith(reference) ? ofReference(page, route) : page) };
  });
  const pages = [...written, ...operationPages(), changelogPage()];
  for (const [at, { route, source }] of pages.entries()) {
    if (pages.findIndex((page) => page.route === route) < at) {
      throw new Error(`${source} is not the only page at /${route}.`);
    }
    if (!isListed(route)) throw new Error(`/${route} is in no chapter of site-map.ts.`);
  }
  return pages;
}

/** Whether readers find a page in the sidebar, or in the list of a module that is there. */
function isListed(route: string): boolean {
  return (
    route === '' ||
    route.startsWith('reference/') ||
    chinesePages.includes(route) ||
    chapters.some(({ routes }) => routes.includes(route))
  );
}

/** TypeDoc calls a module by its path in the package, and the first one *main*: here by its import. */
function ofReference({ title, description, body }: MarkdownPage, route: string): MarkdownPage {
  const module = moduleOf(route);
  const isModule = route === `reference/${module.replace('@cfw-flow/', '')}`;
  return {
    title: isModule ? module : title,
    description: description || `${title}${module && ` of ${module}`}, with its types.`,
    body: body.replace(/^(.*) \/ (main|\[main\]\(\S+\))/, '$1'),
  };
}

/** The module whose reference a page is in, by its import; empty for the list of all of them. */
function moduleOf(route: string): string {
  const path = route.replace(
    /^reference\/?|\/(classes|functions|interfaces|type-aliases|variables)\/.*/g,
    '',
  );
  return path === '' || path.startsWith('cfw-flow/') ? path : `@cfw-flow/${path}`;
}

/** Writes the pages to where the generator reads them, their links those of the site. */
export function writeContent(pages: readonly Page[]): void {
  rmSync(content, { recursive: true, force: true });
  for (const page of pages) {
    const file = join(content, `${page.route || 'index'}.md`);
    const body = linked(page, pages, {
      page: (route) => siteUrl.pathname + (route && `${route}/`),
      picture: (path) => relative(dirname(file), absolute(path)).replaceAll('\\', '/'),
    });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `---\n${frontMatter(page)}---\n\n${body}\n`);
  }
}

/** Writes every page as Markdown beside the HTML, its links those of the other Markdown pages. */
export function writeMarkdown(pages: readonly Page[], site: string): void {
  for (const page of pages)
    writeFileSync(join(site, markdownOf(page.route)), markdownPage(page, pages));
}

/** The form, boxes and targets of links, which mean nothing in Markdown. */
const onlyInHtml = /## Try it\n[^]*?<\/form>\n\n|^<\/?div[^>]*>\n*|<a id="[^"]*"><\/a> ?/gm;

/** A page in Markdown of its own, title included. */
export function markdownPage(page: Page, pages: readonly Page[]): string {
  const body = linked(page, pages, {
    page: (route) => new URL(markdownOf(route), siteUrl).href,
    picture: (path) => `${repository}/raw/main/${path}`,
  });
  return `# ${page.title}\n\n${body.replaceAll(onlyInHtml, '').trim()}\n`;
}

/** The name of the Markdown beside a page. */
export function markdownOf(route: string): string {
  return `${route || 'index'}.md`;
}

/** Commands that work once there is a release. */
const needsNpm = /^(\$ )?(sudo (-u \S+ )?)?(npm install .*cfw-flow|npx cfw-flow|cfw-flow )/m;
const untilRelease = `${siteUrl.pathname}before-the-first-release/`;
const notReleased = `Nothing is on npm yet. <a href="${untilRelease}">What to type until then</a>`;
const notReleasedInChinese = `npm 上还没有发布任何软件包。<a href="${untilRelease}">发布之前怎样使用（英文）</a>`;

const tryIt = { tag: 'script', attrs: { type: 'module', src: `${siteUrl.pathname}try-it.js` } };

/** Titles of windows and of search results, where that of the page would not say enough. */
const windowTitles: Readonly<Record<string, string>> = {
  '': 'cfw-flow: see who talks to whom through your firewall',
  'zh-cn': 'cfw-flow：看清谁在通过防火墙与谁通信',
  'command-line': 'The command line | cfw-flow',
};

function windowTitle(route: string, title: string): string {
  if (!route.startsWith('reference/')) return windowTitles[route] ?? `${title} | cfw-flow`;
  const module = moduleOf(route);
  return title === module ? `Reference of ${module}` : `${title} | ${module}`;
}

function frontMatter({ source, route, title, description, body }: Page): string {
  const releaseNote = chinesePages.includes(route) ? notReleasedInChinese : notReleased;
  const fields = {
    title,
    description,
    ...(landings.includes(route) && { template: 'splash' }),
    ...(!isReleased && needsNpm.test(body) && { banner: { content: releaseNote } }),
    editUrl: !source.startsWith(reference) && `${repository}/edit/main/${source}`,
    head: [
      { tag: 'title', content: windowTitle(route, title) },
      {
        tag: 'link',
        attrs: {
          rel: 'alternate',
          type: 'text/markdown',
          href: siteUrl.pathname + markdownOf(route),
        },
      },
      ...(body.includes('class="try-it') ? [tryIt] : []),
    ],
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('');
}

interface Links {
  page: (route: string) => string;
  picture: (path: string) => string;
}

/** The body of a page with links that hold where the page goes. */
function linked(page: Page, pages: readonly Page[], links: Links): string {
  const routes = new Set(pages.map(({ route }) => route));
  const ofSite = (path: string): string => {
    const route = path.replaceAll(/^\/|\/$/g, '');
    return routes.has(route) ? links.page(route) : siteUrl.pathname + route;
  };
  return replaceLinks(page.body, (target) => {
    if (/^(#|[a-z]+:)/.test(target)) return target;
    const [path = '', hash] = target.split('#');
    if (path.startsWith('/')) return ofSite(path);
    const source = posix.join(posix.dirname(page.source), path);
    const anchor = hash === undefined ? '' : `#${hash}`;
    const route = routeOf(source);
    if (route !== undefined && routes.has(route)) return links.page(route) + anchor;
    if (!existsSync(absolute(source))) {
      throw new Error(
        `${page.source}: the link to ${target} leads to ${source}, which isn't there.`,
      );
    }
    if (source.startsWith(published)) return siteUrl.pathname + source.slice(published.length);
    if (/\.(png|svg)$/.test(source)) return links.picture(source);
    return `${repository}/blob/main/${source}${anchor}`;
  });
}
