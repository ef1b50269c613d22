import { satteri } from '@astrojs/markdown-satteri';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { chapters, chinesePages, labels, repository, siteUrl } from './src/site-map.ts';

const chineseAddresses = chinesePages.map((route) => new URL(`${route}/`, siteUrl).href);

const endpoint = process.env['CFW_FLOW_ENDPOINT'] ?? 'http://127.0.0.1:8239';

export default defineConfig({
  site: siteUrl.origin,
  base: siteUrl.pathname,
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  server: { host: '127.0.0.1', port: 8240 },
  // Operations are tried through the server of the documentation: a server of flows answers no other page.
  vite: { preview: { proxy: { '/v1': { target: endpoint, changeOrigin: true } } } },
  integrations: [
    sitemap({ filter: (page) => !page.includes('/zh-cn/') || chineseAddresses.includes(page) }),
    starlight({
      title: 'cfw-flow',
      locales: {
        root: { label: 'English', lang: 'en' },
        'zh-cn': { label: '简体中文', lang: 'zh-CN' },
      },
      favicon: '/favicon.svg',
      logo: { src: './public/favicon.svg' },
      routeMiddleware: './src/language.ts',
      customCss: ['./src/site.css'],
      components: {
        PageTitle: './src/components/PageTitle.astro',
        MarkdownContent: './src/components/MarkdownContent.astro',
      },
      // A guide says in its text what it is about, a symbol often has the very word as its title.
      pagefind: { ranking: { metaWeights: { title: 0 } } },
      head: [
        {
          tag: 'noscript',
          content: `<link rel="stylesheet" href="${siteUrl.pathname}no-script.css" media="(prefers-color-scheme: light)">`,
        },
      ],
      social: [{ icon: 'github', label: 'GitHub', href: repository }],
      expressiveCode: { defaultProps: { frame: 'none' }, styleOverrides: { borderRadius: '8px' } },
      sidebar: chapters.map(({ label, chinese, routes }) => ({
        label,
        translations: { 'zh-CN': chinese },
        collapsed: label === 'Reference',
        items: routes.map((slug) => ({ slug, label: labels[slug] })),
      })),
    }),
  ],
});
