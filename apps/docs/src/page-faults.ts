import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const chinese = /^zh-cn\//;

/**
 * What readers, search engines and screen readers miss in the pages of a built site: one title of its
 * own, a description, headings in order, the address that counts, and its place in the site map.
 *
 * @param folder - The site.
 * @param address - Where the site will be.
 */
export function pageFaults(folder: string, address: string): string[] {
  const listed = new Set(
    valuesOf(/<loc>([^<]*)<\/loc>/g, readFileSync(join(folder, 'sitemap-0.xml'), 'utf8')),
  );
  const pathsByTitle = new Map<string, string>();
  return globSync('**/index.html', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .flatMap((file) => {
      const html = readFileSync(join(folder, file), 'utf8');
      const own = new URL(file.replace(/index\.html$/, ''), address).href;
      const canonical = valuesOf(/<link rel="canonical" href="([^"]*)"/g, html);
      const isOwn = canonical[0] === own;
      const [title = ''] = valuesOf(/<title>([^]*?)<\/title>/g, html);
      const sameTitle = pathsByTitle.get(title);
      if (isOwn) pathsByTitle.set(title, file);
      const faults = {
        'has no address that counts': canonical.length !== 1 || (!isOwn && !chinese.test(file)),
        'is missing in the site map': isOwn && !listed.has(own),
        'is in the site map, but another address counts': !isOwn && listed.has(own),
        [`has the title of ${sameTitle}`]: isOwn && sameTitle !== undefined,
        'has no description': !/<meta name="description" content="[^"]/.test(html),
        ...headingFaults(html),
      };
      return Object.entries(faults).flatMap(([fault, isSo]) => (isSo ? `${file} ${fault}` : []));
    });
}

function headingFaults(html: string): Record<string, boolean> {
  const levels = valuesOf(/<h([1-6])[ >]/g, html.replace(/^[^]*?<main/, '')).map(Number);
  const jump = levels.findIndex((level, at) => at > 0 && level > levels[at - 1]! + 1);
  return {
    'has not exactly one heading of level 1': levels.filter((level) => level === 1).length !== 1,
    [`has a heading of level ${levels[jump]} below one of level ${levels[jump - 1]}`]: jump > 0,
  };
}

function valuesOf(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, value = '']) => value);
}
