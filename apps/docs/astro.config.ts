import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { chapters, labels, repository, routeOf, siteUrl } from './src/site-map.ts';

export default defineConfig({
  site: siteUrl.origin,
  base: siteUrl.pathname,
  trailingSlash: 'always',
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  server: { host: '127.0.0.1', port: 8240 },
  integrations: [
    starlight({
      title: 'cfw-flow',
      favicon: '/favicon.svg',
      logo: { src: './public/favicon.svg' },
      customCss: ['./src/site.css'],
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      expressiveCode: { defaultProps: { frame: 'none' }, styleOverrides: { borderRadius: '8px' } },
      sidebar: chapters.map(({ label, sources }) => ({
        label,
        collapsed: label === 'Reference',
        items: sources.map((source) => ({ slug: routeOf(source) ?? '', label: labels[source] })),
      })),
    }),
  ],
});
