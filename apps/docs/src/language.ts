import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { getCollection } from 'astro:content';

const written = new Set((await getCollection('docs')).map(({ id }: { id: string }) => id));

/**
 * The generator shows every page that isn't translated in English under `/zh-cn/`, too. Search
 * engines are told that this is the English page, and which pages there are in both languages.
 */
export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute: route } }) => {
  if (!route.siteTitleHref.endsWith('/')) route.siteTitleHref += '/';
  const path = route.entry.id.replace(/^zh-cn\/?/, '');
  if (written.has(path === '' ? 'zh-cn' : `zh-cn/${path}`)) return;
  route.head = route.head.filter(({ attrs }) => attrs?.['hreflang'] === undefined);
  if (!route.isFallback) return;
  for (const { attrs } of route.head) {
    if (attrs?.['rel'] === 'canonical') attrs['href'] = englishAddress(attrs['href']);
    if (attrs?.['property'] === 'og:url') attrs['content'] = englishAddress(attrs['content']);
  }
});

function englishAddress(address: unknown): string {
  return String(address).replace('/zh-cn/', '/');
}
