import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageFaults } from './page-faults.ts';

const address = 'https://docs.example/cfw/';
const first = pageOf('', 'First');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  write('sitemap-0.xml', `<loc>${address}</loc><loc>${address}guide/</loc>`);
  write('index.html', first);
  write('guide/index.html', pageOf('guide/', 'Guide<T>'));
  write('zh-cn/guide/index.html', pageOf('guide/', 'Guide<T>'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function pageOf(route: string, title: string): string {
  return `<title>${title}</title><link rel="canonical" href="${address}${route}"/>
    <meta name="description" content="About it."/><h2>Menu</h2>
    <main><h1 id="top">${title}</h1><h2>Part</h2><h3>Detail</h3><h2>Part</h2></main>`;
}

test('A site has no faults whose pages each have what they need.', () => {
  expect(pageFaults(folder, address)).toEqual([]);
});

test.each<[string, (page: string) => string]>([
  ['has not exactly one heading of level 1', (page) => page.replace('<h2>P', '<h1>P')],
  ['has a heading of level 3 below one of level 1', (page) => page.replace('<h2>P', '<h3>P')],
  ['has no description', (page) => page.replace('About it.', '')],
  ['has the title of guide/index.html', (page) => page.replace('<title>First', '<title>Guide<T>')],
  ['has no address that counts', (page) => page.replace('canonical', 'alternate')],
  ['has no address that counts', (page) => page.replace('/cfw/"', '/cfw/other/"')],
])('A page %s.', (fault, change) => {
  write('index.html', change(first));
  expect(pageFaults(folder, address)).toContain(`index.html ${fault}`);
});

test('A page is missing in the site map.', () => {
  write('sitemap-0.xml', `<loc>${address}</loc>`);
  expect(pageFaults(folder, address)).toEqual(['guide/index.html is missing in the site map']);
});

test('A page is in the site map that is another one for search engines.', () => {
  write(
    'sitemap-0.xml',
    `<loc>${address}</loc><loc>${address}guide/</loc><loc>${address}zh-cn/guide/</loc>`,
  );
  expect(pageFaults(folder, address)).toEqual([
    'zh-cn/guide/index.html is in the site map, but another address counts',
  ]);
});
