import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The links of a built site that lead nowhere, those of the theme included: to a file that isn't
 * there, or to a heading that its page doesn't have.
 *
 * @param folder - The site.
 * @param base - The path under which it will be served, with a slash at both ends.
 */
export function brokenLinks(folder: string, base: string): string[] {
  const files = globSync('**/*.html', { cwd: folder }).map((file) => file.replaceAll('\\', '/'));
  const pages = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const anchors = new Map([...pages].map(([file, html]) => [file, valuesOf(html, 'id')]));
  const broken: string[] = [];
  for (const [file, html] of pages) {
    const place = new URL(file.replace(/(^|\/)index\.html$/, '$1'), `http://site${base}`);
    for (const link of valuesOf(html, 'href', 'src')) {
      const { origin, pathname, hash } = new URL(link, place);
      if (origin !== place.origin) continue;
      const path = decodeURIComponent(pathname);
      const target = path.slice(base.length) + (path.endsWith('/') ? 'index.html' : '');
      const isThere = path.startsWith(base) && isFile(join(folder, target));
      const isHeading =
        hash === '' || (anchors.get(target)?.has(decodeURIComponent(hash.slice(1))) ?? true);
      if (!isThere || !isHeading) broken.push(`${file}: ${link}`);
    }
  }
  return broken;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function valuesOf(html: string, ...attributes: string[]): Set<string> {
  const pattern = new RegExp(`<[a-z][^>]*?\\s(?:${attributes.join('|')})="([^"]*)"`, 'g');
  const values = [...html.matchAll(pattern)].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  );
  return new Set(values);
}
