import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { chapters, labels, repository, siteUrl } from './src/site-map.ts';

export default defineConfig({
  site: siteUrl.origin,
  base: siteUrl.pathname,
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  server: { host: '127.0.0.1', port: 8240 },
  // Operations are tried through the server of the documentation: a server of flows answers no other page.
  vite: { preview: { proxy: { '/v1': { target: 'http://127.0.0.1:8239', changeOrigin: true } } } },
  integrations: [
    starlight({
      title: 'cfw-flow',
      favicon: '/favicon.svg',
      logo: { src: './public/favicon.svg' },
      routeMiddleware: './src/language.ts',
      customCss: ['./src/site.css'],
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      expressiveCode: { defaultProps: { frame: 'none' }, styleOverrides: { borderRadius: '8px' } },
      sidebar: chapters.map(({ label, routes }) => ({
        label,
        collapsed: label === 'Reference',
        items: routes.map((slug) => ({ slug, label: labels[slug] })),
      })),
    }),
  ],
});
