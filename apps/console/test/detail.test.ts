// @module-tag slow

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { announcements } from './announcements.ts';
import { faintInUse, violations } from './axe.ts';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { flows } from './flow-log.ts';

const now = Date.now();
const HOUR = 3_600_000;
const recent = {
  end_time: now - HOUR / 2,
  src_region_name: 'Germany',
  dst_region_name: 'Ireland',
  to_s_bytes: 10,
  to_c_bytes: 20,
};
const earlier = now - 30 * HOUR;
const web = { dst_ip: '198.51.100.7', dst_port: '443', protocol: 'TCP', app: 'HTTPS' };
const names = { dst_ip: '198.51.100.53', dst_port: '53', protocol: 'UDP', app: 'DNS' };
const exact = 2 ** 53 - 1;
/** Of another script, with markup, and with a character that turns round what follows. */
const strange = '企业微信<b>\u202E';
const longHost = `${'a'.repeat(1019)}.test`;

const log = [
  ...flows(6, { ...recent, ...web, src_ip: '192.0.2.1', dst_host: 'portal.example' }),
  ...flows(3, { ...recent, ...names, src_ip: '192.0.2.1', to_s_bytes: 5, to_c_bytes: 9000 }),
  ...flows(1, { ...recent, src_ip: '192.0.2.1', dst_ip: '198.51.100.9', protocol: 'ICMP' }),
  ...flows(2, { ...recent, ...web, src_ip: '192.0.2.1', end_time: earlier }),
  ...Array.from({ length: 12 }, (_, n) => n + 10).flatMap((n) =>
    flows(1, { ...recent, ...web, src_ip: `192.0.2.${n}` }),
  ),
  ...flows(2, { ...recent, ...web, src_ip: '192.0.2.30', to_s_bytes: exact, to_c_bytes: exact }),
  ...flows(4, { ...recent, ...web, src_ip: '192.0.2.40', end_time: earlier }),
  ...flows(1, { ...recent, ...web, src_ip: '192.0.2.41', dst_host: longHost, app: strange }),
  // Logs that begin before the window that this one is held against.
  ...flows(1, { ...recent, ...web, src_ip: '192.0.2.50', end_time: now - 72 * HOUR }),
].join('\n');

const files = await mkdtemp(join(tmpdir(), 'cfw-flow-detail-'));
const assets = join(files, 'assets.csv');
const threats = join(files, 'threats.txt');
await writeFile(
  assets,
  'address,device_name,associate_instance_type,tags\n192.0.2.1,web-1,ECS,production\n',
);
await writeFile(threats, '198.51.100.53\n');
afterAll(() => rm(files, { recursive: true }));

const { open, expectComplaints } = consoleUnderTest(log, [
  '--assets',
  assets,
  '--threats',
  threats,
]);

const detailOf = (item: string, value: string) =>
  `?view=detail&item=${item}&value=${encodeURIComponent(value)}&last=1d`;
const fact = (page: Page, name: string) =>
  page.locator('.facts > div', { has: page.getByText(name, { exact: true }) }).locator('dd');
const diagram = (page: Page) => page.getByRole('figure', { name: 'Flows' });
const column = (page: Page, name: string) =>
  diagram(page).getByRole('list', { name }).getByRole('listitem');
const words = (texts: string[]) => texts.map((text) => text.split(/\s+/).join(' '));

describe('the detail of a group', () => {
  it('has its numbers, with their change against the window before', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    const sessions = page.locator('.total', { hasText: 'Sessions' });
    await sessions.getByText('×5').waitFor();
    expect(await sessions.locator('strong').innerText()).toBe('10');
    expect(await fact(page, 'Destinations').innerText()).toMatch(/^3\s*▲?\s*×3/);
    await page.getByRole('region', { name: 'Traffic over time' }).locator('.uplot').waitFor();
  });

  it('says why its numbers are compared with none where the logs begin too late', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1').replace('1d', '7d'));
    await page.getByText(/^Logs begin \d{4}-.*: no whole window to compare with$/).waitFor();
    await allAnswered(page);
    expect(await page.locator('.movement').count()).toBe(0);
  });

  it('has a heading whose value can be copied', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const announced = await announcements(page);
    await page.locator('.summary').getByRole('button', { name: 'Copy' }).click();
    await announced('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('192.0.2.1');
  });

  it('says what the asset file, the logs and the threat lists know of an address', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    await fact(page, 'Asset').waitFor();
    const known = ['Asset', 'Type of asset', 'Tags', 'Region'];
    expect(await Promise.all(known.map((name) => fact(page, name).innerText()))).toEqual([
      'web-1',
      'ECS',
      'production',
      'Germany',
    ]);
    const listed = await open(detailOf('dst_ip', '198.51.100.53'));
    await fact(listed, 'On threat lists').getByText('threats').waitFor();
  });

  it('finds what is known of a group that is far down in the ranking', async () => {
    const page = await open(`${detailOf('src_ip', '192.0.2.1')}&size=1&order=byte`);
    await fact(page, 'Asset').waitFor();
    const quiet = await open(`${detailOf('src_ip', '192.0.2.21')}&size=1`);
    await fact(quiet, 'Region').getByText('Germany').waitFor();
  });

  it('leads to the region of an address', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    await fact(page, 'Region').getByRole('link').click();
    await page.getByRole('heading', { name: 'Germany' }).waitFor();
    expect(parameters(page)).toMatchObject({ item: 'src_region_name', value: 'Germany' });
  });

  it('lists what its sessions have in common, and whether that is all of them', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    const ports = page.getByRole('region', { name: 'Destination ports' });
    await ports.waitFor();
    await ports.getByText('top sessions').waitFor({ state: 'hidden' });
    expect(words(await ports.getByRole('listitem').allInnerTexts())).toEqual([
      '443 6 60 %',
      '53 3 30 %',
    ]);
    await page.getByRole('region', { name: 'Protocols' }).getByText('top sessions').waitFor();
  });
});

describe('the flow diagram', () => {
  it('leads from the group over destinations to ports and applications', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'), {
      viewport: { width: 1440, height: 900 },
    });
    await column(page, 'Applications').first().waitFor();
    expect(words(await column(page, 'Source addresses').allInnerTexts())).toEqual([
      '192.0.2.1 100 %',
    ]);
    expect(words(await column(page, 'Destination ports').allInnerTexts())).toEqual([
      '443 60 %',
      '53 30 %',
      'no destination port 10 %',
    ]);
    await diagram(page).getByText('All sessions of the group.').waitFor();
    expect(await diagram(page).locator('.band').count()).toBe(9);
  });

  it('puts small values together, and leads on from the others by keyboard', async () => {
    const page = await open(detailOf('dst_ip', '198.51.100.7'));
    const sources = column(page, 'Source addresses');
    await sources.getByText('7 others').waitFor();
    expect(await sources.count()).toBe(9);
    await sources.getByRole('link', { name: '192.0.2.30' }).focus();
    const bands = diagram(page).locator('.band');
    expect(await bands.count()).toBeGreaterThan(await diagram(page).locator('.faint').count());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '192.0.2.30' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: '198.51.100.7' }).waitFor();
  });

  it('shows bytes when these are chosen', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    await column(page, 'Destination ports').first().waitFor();
    await page.getByLabel('Bytes', { exact: true }).check();
    await column(page, 'Destination ports').getByText('99 %').waitFor();
    expect(await column(page, 'Destination ports').first().innerText()).toMatch(/^53/);
  });

  it('has no more columns than a narrow page has room for', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'), {
      viewport: { width: 360, height: 780 },
    });
    await column(page, 'Destination ports').first().waitFor();
    await allAnswered(page);
    expect(await column(page, 'Applications').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

describe('the top sessions', () => {
  const cells = (page: Page, index: number) =>
    page.locator(`.sessions-table tbody td:nth-child(${index})`).allInnerTexts();

  it('are sorted by a column, and still so after a reload', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    const response = page.getByRole('columnheader', { name: 'Response' });
    await response.getByRole('button').click();
    expect(await response.getAttribute('aria-sort')).toBe('descending');
    expect(await cells(page, 1)).toEqual(['198.51.100.53', '198.51.100.7', '198.51.100.9']);
    await response.getByRole('button').click();
    await page.waitForURL(/session_sort=response_byte/);
    await page.reload();
    await response.waitFor();
    expect(await response.getAttribute('aria-sort')).toBe('ascending');
  });

  it('lead on from each of their values', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'));
    const table = page.getByRole('region', { name: 'Top sessions' });
    await table.getByRole('link', { name: 'portal.example' }).click();
    await page.getByRole('heading', { name: 'portal.example' }).waitFor();
    await table.getByRole('row', { name: 'web-1' }).waitFor();
  });

  it('are cards on a narrow screen, with a field to sort them by', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.1'), {
      viewport: { width: 360, height: 780 },
    });
    const table = page.getByRole('region', { name: 'Top sessions' });
    await table.getByRole('row', { name: 'Destination address 198.51.100.53' }).waitFor();
    const scroll = table.locator('.scroll');
    expect(await scroll.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    await table.getByLabel('Sort by').selectOption('Response');
    await page.waitForURL(/session_sort=-response_byte/);
    expect(await cells(page, 1)).toEqual([
      expect.stringContaining('198.51.100.53'),
      expect.stringContaining('198.51.100.7'),
      expect.stringContaining('198.51.100.9'),
    ]);
  });

  it('have sums beyond 2^53 exactly in their titles', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.30'));
    await page.getByTitle('18,014,398,509,481,982').first().waitFor();
  });
});

describe('a group without flows', () => {
  it('may have some in the window before', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.40'));
    await page.getByText('It has flows in the window that this one is compared with.').waitFor();
    await page.getByRole('button', { name: 'Show that window' }).click();
    await page.getByRole('region', { name: 'Top sessions' }).waitFor();
  });

  it('may be one on the other side', async () => {
    const page = await open(detailOf('src_ip', '198.51.100.7'));
    await page.getByRole('button', { name: 'Look for it as destination address' }).click();
    await page.getByRole('region', { name: 'Top sessions' }).waitFor();
    expect(parameters(page)).toMatchObject({ item: 'dst_ip', value: '198.51.100.7' });
  });

  it('leads to the ranking', async () => {
    const page = await open(detailOf('app', 'nothing of this name'));
    await page.getByRole('button', { name: 'Rank applications' }).click();
    await page.waitForURL(/view=item/);
  });
});

describe('a value that is not easy', () => {
  it('of 1,024 characters has its detail, one of more is refused with what to do', async () => {
    expectComplaints('400');
    const page = await open(detailOf('dst_host', longHost), {
      viewport: { width: 360, height: 780 },
    });
    await page.getByRole('region', { name: 'Top sessions' }).waitFor();
    await allAnswered(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.goto(page.url().replace('value=', 'value=a'));
    const failure = page.getByRole('alert');
    await failure.getByText('The server refused this request').waitFor();
    await failure.getByText('value').first().waitFor();
  });

  it('of another script, with markup in it, is shown as it is, with what nobody would see of it', async () => {
    const page = await open(detailOf('src_ip', '192.0.2.41'));
    const shown = String.raw`企业微信<b>\u202e`;
    await page.getByRole('region', { name: 'Applications' }).getByText(shown).click();
    await page.getByRole('heading', { name: shown }).waitFor();
    await page.getByRole('region', { name: 'Top sessions' }).waitFor();
    expect(parameters(page)).toMatchObject({ value: strange });
  });

  it.each([
    ['open_port', '443'],
    ['risk_ip', '198.51.100.53'],
    ['risk_host', 'portal.example'],
  ])('of the item %s is that of the item it is one of', async (item, value) => {
    const page = await open(detailOf(item, value));
    await page.getByRole('heading', { name: value }).waitFor();
    await page.getByRole('region', { name: 'Top sessions' }).waitFor();
  });
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing wrong in the %s scheme, nor while controls are in use',
  async (colorScheme) => {
    const page = await open(detailOf('dst_ip', '198.51.100.7'), { colorScheme });
    await column(page, 'Source addresses').getByText('7 others').waitFor();
    await fact(page, 'Region').waitFor();
    await allAnswered(page);
    expect(await violations(page)).toEqual([]);
    expect(await faintInUse(page)).toEqual([]);
  },
  600_000,
);
