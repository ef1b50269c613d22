import { describe, expect, it } from 'vitest';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';

const { open } = consoleUnderTest();

describe('the page as it opens', () => {
  it('is an overview of the last day: what all flows come to, and the greatest of each item', async () => {
    const page = await open();
    const sessions = page.locator('.total', { hasText: 'Sessions' });
    expect(await sessions.locator('strong').innerText()).toBe('24');
    const sources = page.getByRole('region', { name: 'Source addresses' });
    const first = sources.getByRole('listitem').first();
    await first.getByText('new').waitFor();
    await first.getByText('306 kB').waitFor();
    expect((await first.innerText()).split(/\s+/).join(' ')).toBe('192.0.2.10 8 new 33 % 306 kB');
    expect(await page.locator('.ranked-panel').count()).toBe(8);
  });

  it('ranks by bytes when that is chosen', async () => {
    const page = await open();
    const panel = page.getByRole('region', { name: 'Destination ports' });
    const ports = panel.getByRole('link');
    await page.getByLabel('Bytes', { exact: true }).check();
    expect(parameters(page)).toMatchObject({ order: 'byte' });
    await page.locator('.overview[aria-busy=false]').waitFor();
    expect((await ports.allInnerTexts()).slice(1)).toEqual(['443', '8443', '53']);
    expect(await panel.getByTitle('357,000', { exact: true }).innerText()).toBe('357 kB');
  });

  it.each([
    [1440, 900, 5],
    [1920, 1080, 7],
  ])(
    'has as many groups of an item as a screen of %d × %d has room for',
    async (width, height, shown) => {
      const page = await open('', { viewport: { width, height } });
      const sources = page.getByRole('region', { name: 'Source addresses' }).getByRole('listitem');
      await sources.first().waitFor();
      await allAnswered(page);
      expect(await sources.count()).toBe(shown);
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
    },
  );

  it.each([1280, 1366, 1440])('shows whole IPv4 addresses at %d pixels', async (width) => {
    const page = await open('', { viewport: { width, height: 800 } });
    const sources = page.getByRole('region', { name: 'Source addresses' }).getByRole('listitem');
    await sources.first().waitFor();
    await allAnswered(page);
    const addresses = sources.getByRole('link', { name: /^\d+\.\d+\.\d+\.\d+$/ });
    expect(await addresses.count()).toBeGreaterThan(0);
    const cut = await addresses.evaluateAll((links) =>
      links.flatMap((link) => (link.scrollWidth > link.clientWidth ? link.textContent : [])),
    );
    expect(cut).toEqual([]);
  });

  it('gives names the room that numbers leave at 1440 pixels', async () => {
    const page = await open('', { viewport: { width: 1440, height: 900 } });
    const region = page
      .getByRole('region', { name: 'Destination regions' })
      .getByRole('link', { name: 'Chinese Mainland' });
    await region.waitFor();
    await allAnswered(page);
    expect(await region.evaluate((link) => link.scrollWidth - link.clientWidth)).toBe(0);
  });

  it('leads from a value to its detail, and back', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'portal.example' }).click();
    await page.getByRole('heading', { name: 'portal.example' }).waitFor();
    expect(parameters(page)).toMatchObject({
      view: 'detail',
      item: 'dst_host',
      value: 'portal.example',
    });
    await page.goBack();
    await page.getByRole('region', { name: 'Hosts' }).waitFor();
  });
});

it('says of a window before that the logs lack a part of that it is not compared with', async () => {
  const page = await open('?last=7d', { viewport: { width: 1440, height: 900 } });
  await page.getByText(/^Logs begin \d{4}-.*: no whole window to compare with$/).waitFor();
  await page.locator('.ranked-panel li').first().waitFor();
  await allAnswered(page);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(900);
  expect(await page.locator('.movement').count()).toBe(0);
  await page.getByLabel('1d', { exact: true }).check();
  await page.locator('.movement').first().waitFor();
});

it('keeps its changes in sight while it is live', async () => {
  const page = await open('?last=1d&live=1');
  await page.locator('.movement').first().waitFor();
  await page.evaluate(() => {
    const seen = globalThis as typeof globalThis & { fewest: number };
    const count = () => document.querySelectorAll('.movement').length;
    seen.fewest = count();
    new MutationObserver(() => {
      seen.fewest = Math.min(seen.fewest, count());
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.waitForResponse(/flow-top/);
  await page.locator('.overview[aria-busy=false]').waitFor();
  const fewest = await page.evaluate(
    () => (globalThis as typeof globalThis & { fewest: number }).fewest,
  );
  expect(fewest).toBeGreaterThan(0);
});

describe('the trend', () => {
  it('zooms to what is dragged over', async () => {
    const page = await open('?last=1d');
    // What comes above it moves the chart.
    await allAnswered(page);
    const plot = page.locator('.trend-chart .u-over');
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/start_time/);
    const { start_time, end_time } = parameters(page);
    const length = (Number(end_time) - Number(start_time)) / 3_600_000;
    expect(length).toBeGreaterThan(5);
    expect(length).toBeLessThan(7);
  });

  it('stays as it is when another window is chosen, so that a pointer on it keeps its place', async () => {
    const page = await open('?last=6h');
    await allAnswered(page);
    const chart = (await page.locator('.trend-chart .uplot').elementHandle())!;
    const answered = page.waitForResponse(/flow-trend/);
    await page.getByLabel('1h', { exact: true }).check();
    await answered;
    await page.locator('.trend[aria-busy=false]').waitFor();
    expect(await chart.evaluate((element) => element.isConnected)).toBe(true);
    await page.locator('.trend-chart').getByText('In, before').waitFor();
  });

  it('says its peaks to who can’t see it', async () => {
    const page = await open();
    await page.getByRole('img', { name: /Most traffic in .*bit\/s, out .*bit\/s/ }).waitFor();
  });
});

it('steps lead to the windows beside this one', async () => {
  const page = await open('?start_time=1000000&end_time=2000000');
  await page.getByRole('button', { name: 'Window after' }).click();
  expect(parameters(page)).toMatchObject({ start_time: '2000000', end_time: '3000000' });
  await page.getByRole('button', { name: 'Window before' }).click();
  expect(parameters(page)).toMatchObject({ start_time: '1000000', end_time: '2000000' });
});

it('speaks the language of the browser, or the one that is chosen', async () => {
  const page = await open('', { locale: 'zh-CN' });
  await page.getByRole('link', { name: '概览' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.getByLabel('语言').selectOption('English');
  await page.getByRole('link', { name: 'Overview' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await page.getByRole('link', { name: 'Overview' }).waitFor();
});

it('colours are those of the system, or those that are chosen', async () => {
  const page = await open('', { colorScheme: 'light' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground()).toBe('rgb(244, 246, 248)');
  await page.getByLabel('Colours').selectOption('Dark');
  expect(await ground()).toBe('rgb(14, 20, 25)');
  await page.reload();
  expect(await ground()).toBe('rgb(14, 20, 25)');
});

it.each([360, 768, 1920, 3840])(
  'a screen %d pixels wide has no sideways scrolling',
  async (width) => {
    const page = await open('', { viewport: { width, height: 780 } });
    await page.locator('.ranked-panel li').first().waitFor();
    await allAnswered(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  },
);
