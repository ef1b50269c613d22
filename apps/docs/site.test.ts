// @module-tag slow
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// @boundaries-ignore The browser of all tests of the workspace.
import { launchChromium } from '../console/test/chromium.ts';
import { siteUrl } from './src/site-map.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

const site = join(import.meta.dirname, 'dist');

let browser: Browser;

beforeAll(async () => {
  if (!existsSync(join(site, 'index.html'))) {
    throw new Error('There is no site in apps/docs/dist. Build it: npx -y pnpm@12 run docs');
  }
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Opens a page of the built site, at the address for which it was built. */
async function open(path: string, settings?: Settings) {
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(60_000);
  await context.route(`${siteUrl.origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname.slice(siteUrl.pathname.length).replace(/(^|\/)$/, '$1index.html');
    return route.fulfill({ path: join(site, file) });
  });
  const page = await context.newPage();
  await page.goto(new URL(path, siteUrl).href);
  return page;
}

/** The pages that the search finds, as the reader sees them. */
async function search(words: string): Promise<string[]> {
  const page = await open('');
  await page.locator('site-search button[data-open-modal]').click();
  await page.locator('site-search input').fill(words);
  const results = page.locator('.pagefind-ui__result-title > .pagefind-ui__result-link');
  await results.first().waitFor();
  await page.waitForFunction(() => document.querySelector('.pagefind-ui__loading') === null);
  const paths = await results.evaluateAll((links) =>
    links.map((link) => link.getAttribute('href') ?? ''),
  );
  await page.context().close();
  return paths.map((path) => path.slice(siteUrl.pathname.length));
}

test.each([
  ['retry', 'packages/fetch-client/'],
  ['429', 'errors/'],
  ['window', 'our-answers/'],
  ['gzip', 'lts-traffic-log/'],
  ['GeoIP', 'threat-lists/'],
  ['createClient', 'packages/fetch-client/'],
  ['token', 'credentials/'],
  ['Grafana', 'grafana/'],
])('a search for %s finds %s before any page of the reference.', async (words, guide) => {
  const found = await search(words);
  const firstSymbol = found.findIndex((path) => path.startsWith('reference/'));
  expect(firstSymbol < 0 ? found : found.slice(0, firstSymbol)).toContain(guide);
});

test('a search for the name of a symbol finds it.', async () => {
  expect((await search('resolveWindow'))[0]).toBe('reference/store/functions/resolvewindow/');
});

describe('a page in Chinese', () => {
  test('has Chinese around it, and leads to the English page and back.', async () => {
    const page = await open('zh-cn/first-call/');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    const interfaceText = await page.locator('body').innerText();
    for (const text of ['搜索', '本页内容', '上一页', '下一页', '选择主题']) {
      expect(interfaceText).toContain(text);
    }
    const languages = page.locator('header starlight-lang-select select');
    await languages.selectOption('English');
    await page.waitForURL(new URL('first-call/', siteUrl).href);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await languages.selectOption('简体中文');
    await page.waitForURL(new URL('zh-cn/first-call/', siteUrl).href);
    await page.context().close();
  });

  test('that is not translated says so, and is the English one for search engines.', async () => {
    const page = await open('zh-cn/deploy/');
    expect(await page.locator('main').getAttribute('lang')).toBe('en');
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(
      new URL('deploy/', siteUrl).href,
    );
    expect(await page.locator('link[hreflang]').count()).toBe(0);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  test.each([
    ['light', 'rgb(255, 255, 255)', 'rgb(20, 32, 43)'],
    ['dark', 'rgb(14, 20, 25)', 'rgb(231, 237, 242)'],
  ] as const)('a page is %s if the system is.', async (colorScheme, background, heading) => {
    const page = await open('first-call/', { colorScheme, javaScriptEnabled: false });
    const colors = await page.evaluate(() => [
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('h1')!).color,
    ]);
    expect(colors).toEqual([background, heading]);
    await page.context().close();
  });

  test('no control is shown that would do nothing.', async () => {
    const page = await open('first-call/', { javaScriptEnabled: false });
    expect(await page.locator('header :is(button, select):visible').count()).toBe(0);
    await page.context().close();
  });
});

test('every page is there in Markdown, without what only HTML needs.', () => {
  const addresses = readFileSync(join(site, 'sitemap-0.xml'), 'utf8').matchAll(
    /<loc>(.*?)<\/loc>/g,
  );
  const markdown = [...addresses].map(([, address = '']) => {
    const route = address.slice(siteUrl.href.length, -1) || 'index';
    return readFileSync(join(site, `${route}.md`), 'utf8');
  });
  expect(markdown.length).toBeGreaterThan(300);
  expect(markdown.filter((text) => !/^# .+\n/.test(text))).toEqual([]);
  expect(markdown.filter((text) => /^<\/?(div|form)|<a id=/m.test(text))).toEqual([]);
});
