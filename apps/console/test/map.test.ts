// @module-tag slow

import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { faintInUse } from './axe.ts';
import { flows } from './flow-log.ts';

const now = Date.now();
const HOUR = 3_600_000;
const regions = [
  ['Chinese Mainland', 30, 10],
  ['Germany', 12, 5000],
  ['Singapore', 6, 10],
  ['中国香港', 4, 10],
  ['Intranet', 2, 10],
] as const;
const flow = {
  end_time: now - HOUR,
  src_ip: '192.0.2.1',
  dst_ip: '198.51.100.7',
  dst_port: '443',
  protocol: 'TCP',
  dst_region_name: 'Ireland',
  to_s_bytes: 10,
  to_c_bytes: 0,
};
const log = [
  ...regions.flatMap(([src_region_name, count, to_s_bytes]) =>
    flows(count, { ...flow, src_region_name, to_s_bytes }),
  ),
  ...flows(6, { ...flow, src_region_name: 'Germany', end_time: now - 30 * HOUR }),
  // Logs that begin before the window that this one is held against.
  ...flows(1, { ...flow, end_time: now - 72 * HOUR }),
  ...flows(3, { ...flow, log_type: 'vpc', src_ip: '10.0.0.1', dst_ip: '10.0.0.2' }),
].join('\n');

const { open, expectComplaints } = consoleUnderTest(log, ['--geoip', 'off']);

const search = '?view=map&item=src_region_name&last=1d';
const table = (page: Page) => page.getByRole('group', { name: 'Source regions' });
const onMap = (page: Page, name: string) =>
  page.locator('.world svg').getByRole('link', { name: new RegExp(`^${name}:`) });
const words = (text: string) => text.split(/\s+/).join(' ');

describe('the map', () => {
  it('shows regions by their share, with the ranking beside it', async () => {
    const page = await open('?last=1d');
    await allAnswered(page);
    const links = page.locator('.world svg').getByRole('link');
    const toAnswer = Promise.withResolvers<void>();
    await page.route('**/flow-statistic?*src_region_name*', async (route) => {
      await toAnswer.promise;
      await route.continue();
    });
    await page.getByRole('link', { name: 'Map' }).click();
    await page.locator('.world svg').waitFor();
    expect(await links.count()).toBe(0);
    toAnswer.resolve();
    await onMap(page, 'Chinese Mainland').waitFor();
    expect(await links.count()).toBe(4);
    const germany = table(page).getByRole('row', { name: 'Germany' });
    await germany.getByText('×2.0').waitFor();
    expect(words(await germany.innerText())).toMatch(/^Germany 12 60.0 kB 22 % .*×2.0$/);
    const shades = await page
      .locator('.region [class*=shade-]')
      .evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('class')));
    expect(shades).toEqual(['shade-4', 'shade-4', 'dot shade-3', 'dot shade-3']);
  });

  it('has the traffic over time below it, where there is room for both', async () => {
    const page = await open(search, { viewport: { width: 1440, height: 900 } });
    await page.getByRole('region', { name: 'Traffic over time' }).locator('.uplot').waitFor();
    await onMap(page, 'Germany').waitFor();
    await allAnswered(page);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(900);
  });

  it('has no column of changes where the logs begin after the window before', async () => {
    const page = await open('?view=map&item=src_region_name&last=30d');
    await table(page).getByRole('columnheader', { name: 'Share' }).waitFor();
    await allAnswered(page);
    expect(await table(page).getByRole('columnheader', { name: 'Change' }).count()).toBe(0);
  });

  it('lists beside it what has no place on it', async () => {
    const page = await open(search);
    await page.getByText('Not on the map:').waitFor();
    expect(words(await page.locator('.unplaced').innerText())).toBe(
      'Not on the map: Intranet 3.7 %',
    );
    await page.locator('.unplaced').getByRole('link').click();
    await page.getByRole('heading', { name: 'Intranet' }).waitFor();
  });

  it('tells the numbers under the pointer, and on focus, here as in the table', async () => {
    const page = await open(search);
    const tip = page.locator('.tip');
    // What comes beside it moves the map.
    await table(page).getByText('×2.0').waitFor();
    await allAnswered(page);
    await onMap(page, 'Germany').hover();
    expect(words(await tip.innerText())).toBe('Germany 22 % 12 sessions 60.0 kB');
    await onMap(page, 'Singapore').focus();
    await tip.getByText('Singapore').waitFor();
    await table(page).getByRole('link', { name: '中国香港' }).focus();
    await tip.getByText('中国香港').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '中国香港' }).waitFor();
  });

  it('leads from a country to its detail, and back', async () => {
    const page = await open(search);
    await onMap(page, 'Singapore').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Singapore' }).waitFor();
    expect(parameters(page)).toMatchObject({ item: 'src_region_name', value: 'Singapore' });
    await page.goBack();
    await onMap(page, 'Singapore').waitFor();
  });

  it('shows the other side, and bytes', async () => {
    const page = await open(search);
    await page.getByLabel('Bytes', { exact: true }).check();
    await onMap(page, 'Germany').waitFor();
    expect(await table(page).getByRole('link').first().innerText()).toBe('Germany');
    await page.getByLabel('Destinations', { exact: true }).check();
    await page.getByRole('heading', { name: 'Destination regions' }).waitFor();
    await onMap(page, 'Ireland').waitFor();
    expect(parameters(page)).toMatchObject({ item: 'dst_region_name', order: 'byte' });
  });

  it('is reached by the navigation, and by a key', async () => {
    const page = await open('?last=1d');
    await page.getByRole('link', { name: 'Map' }).click();
    await onMap(page, 'Chinese Mainland').waitFor();
    await page.goBack();
    await page.locator('.overview').waitFor();
    await page.keyboard.press('m');
    await onMap(page, 'Chinese Mainland').waitFor();
  });

  it('says why it is empty where logs have no regions', async () => {
    const page = await open('?view=map&item=src_region_name&last=7d&log_type=vpc');
    await page.getByText('No source regions in this window').waitFor();
    await page.getByRole('button', { name: 'Show source addresses' }).click();
    await page.waitForURL(/view=item&.*item=src_ip/);
  });

  it('fits a screen 360 pixels wide', async () => {
    const page = await open(search, { viewport: { width: 360, height: 780 } });
    await onMap(page, 'Chinese Mainland').waitFor();
    await allAnswered(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('says what to do when its outlines are not on the server any more', async () => {
    expectComplaints('404');
    const page = await open('?last=1d');
    await page.route('**/world-map-*', (route) => route.fulfill({ status: 404 }));
    await page.getByRole('link', { name: 'Map', exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await alert.waitFor();
    await table(page).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await alert.getByRole('button', { name: 'Load the page again' }).click();
    await onMap(page, 'Chinese Mainland').waitFor();
  });

  it('asks nobody but its own server', async () => {
    const page = await open('?last=1d');
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.getByRole('link', { name: 'Map' }).click();
    await onMap(page, 'Chinese Mainland').waitFor();
    expect([...hosts]).toEqual([new URL(page.url()).host]);
  });
});

it.each(['light', 'dark'] as const)(
  'texts stand out in the %s scheme while they are pointed at, pressed, and in focus',
  async (colorScheme) => {
    const page = await open(search, { colorScheme });
    await onMap(page, 'Germany').waitFor();
    await allAnswered(page);
    expect(await faintInUse(page)).toEqual([]);
  },
  600_000,
);
