// @module-tag slow

import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ConsoleContext, StoreStatus } from '@cfw-flow/types/console';
import { violations } from './axe.ts';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { busyFirewall, OLD, quietFirewall } from './flow-log.ts';
import { serveConsole } from './served-console.ts';

const console = consoleUnderTest();
const { expectComplaints } = console;

/** Opens the ranking of an item. */
const open = (search = '', options: BrowserContextOptions = {}) =>
  console.open(`?view=item&${search.replace('?', '')}`, options);

const row = (page: Page, item: string) => page.getByRole('row', { name: item });

/** The items that are ranked, in order, once one that is expected is among them. */
async function rankedItems(page: Page, expected: string): Promise<string[]> {
  await page.locator('.records .item .key', { hasText: expected }).first().waitFor();
  await page.locator('.results[aria-busy=false]').waitFor();
  return page.locator('.records .item .key').allInnerTexts();
}

describe('the page as it opens', () => {
  it('ranks the source addresses of the last day by their sessions', async () => {
    const page = await open();
    expect(await rankedItems(page, '192.0.2.10')).toEqual([
      '192.0.2.10',
      '192.0.2.11',
      '192.0.2.12',
      '192.0.2.13',
      '192.0.2.14',
      '203.0.113.200',
      '192.0.2.15',
    ]);
    expect(await page.title()).toBe('cfw-flow');
    await page.getByText('7 of 7').waitFor();
    await allAnswered(page);
    const cells = await row(page, '192.0.2.10').first().getByRole('cell').allInnerTexts();
    expect(cells.slice(0, 5).map((text) => text.trim())).toEqual([
      '1',
      '33 %',
      '8',
      '306 kB',
      '6.12 kB',
    ]);
  });

  it('draws bars as long as the sessions they stand for', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    const widths = await page
      .locator('.share .bar > span')
      .evaluateAll((bars) => bars.map((bar) => (bar as HTMLElement).style.inlineSize));
    expect(widths.slice(0, 5)).toEqual(['100%', '62.5%', '50%', '37.5%', '25%']);
  });

  it('gives exact bytes and UTC times in titles', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await page.getByTitle('300,240 bytes').waitFor();
    expect(await page.locator('.last_time time').first().getAttribute('title')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    );
  });

  it('shows times in the zone of the reader', async () => {
    const page = await open(`?fw_instance_id=${quietFirewall}`, { timezoneId: 'Asia/Kolkata' });
    await page.getByText('The logs of this firewall run from 2024-04-29 13:30').waitFor();
    // Browsers differ in how they call it.
    expect(await page.getByLabel('Time zone').locator('option:checked').innerText()).toMatch(
      /^Asia\/(Calcutta|Kolkata), UTC\+5:30$/,
    );
  });
});

describe('a choice', () => {
  it('of another item changes the list and the URL', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await page.getByRole('link', { name: 'Applications' }).click();
    expect(await rankedItems(page, 'HTTPS')).toEqual(['HTTPS', 'DNS']);
    expect(parameters(page)).toMatchObject({
      fw_instance_id: busyFirewall,
      log_type: 'internet',
      item: 'app',
      last: '1d',
      size: '20',
    });
  });

  it('is there again after a reload', async () => {
    const page = await open();
    await page.getByLabel('7d', { exact: true }).check();
    await page.getByLabel('Records').selectOption('First 50');
    await page.getByLabel('Direction').selectOption('Outbound');
    const items = await rankedItems(page, '192.0.2.99');
    expect(items).toHaveLength(7);
    await page.reload();
    expect(await rankedItems(page, '192.0.2.99')).toEqual(items);
    expect(await page.getByLabel('7d', { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel('Direction').locator('option:checked').innerText()).toBe(
      'Outbound',
    );
  });

  it('is undone by the back button', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await page.getByRole('link', { name: 'Destination ports' }).click();
    await rankedItems(page, '443');
    await page.goBack();
    await rankedItems(page, '192.0.2.10');
    expect(parameters(page)).toMatchObject({ view: 'item' });
  });

  it('is made with the keyboard alone', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await page.getByRole('link', { name: 'Destination addresses' }).focus();
    await page.keyboard.press('Enter');
    await rankedItems(page, '203.0.113.53');
    await page.getByRole('button', { name: 'Breakdown of 203.0.113.53' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Source addresses' }).waitFor();
  });

  it('of more records shows more', async () => {
    const page = await open('size=5');
    await page.getByText('5 of 7').waitFor();
    await page.getByRole('button', { name: 'Show up to 20' }).click();
    await page.getByText('7 of 7').waitFor();
    expect(await page.getByRole('button', { name: 'Show up to' }).count()).toBe(0);
  });

  it('that the URL gets wrong is named, and the default stands in', async () => {
    const page = await open('?item=nonsense&last=1d');
    expect(await rankedItems(page, '192.0.2.10')).toHaveLength(7);
    await page.getByText('item=nonsense').waitFor();
    await page.getByRole('link', { name: 'Hosts', exact: true }).click();
    await rankedItems(page, 'portal.example');
    expect(await page.getByText('item=nonsense').count()).toBe(0);
  });
});

describe('a record', () => {
  it('opens to its applications, ports and addresses with their sessions', async () => {
    const page = await open('?item=dst_host');
    await rankedItems(page, 'portal.example');
    const button = page.getByRole('button', { name: 'Breakdown of portal.example' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.click();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const list = (title: string) =>
      page
        .locator('.details section', { hasText: title })
        .locator('li')
        .evaluateAll((entries) => entries.map((entry) => (entry as HTMLElement).innerText));
    expect((await list('Applications')).map(words)).toEqual(['HTTPS 12 100 %']);
    expect((await list('Destination ports')).map(words)).toEqual(['443 7 58 %', '8443 5 42 %']);
    expect((await list('Source addresses')).map(words)).toEqual([
      '192.0.2.10 6 50 %',
      '192.0.2.11 5 42 %',
      '203.0.113.200 1 8.3 %',
    ]);
    expect((await list('Destination addresses')).map(words)).toEqual([
      '198.51.100.7 11 92 %',
      '192.0.2.10 1 8.3 %',
    ]);
  });

  it('shows its region or its protocol', async () => {
    const page = await open('?item=dst_ip');
    await rankedItems(page, '198.51.100.7');
    await page.getByText('Ireland').waitFor();
    await page.getByRole('link', { name: 'Open ports' }).click();
    await rankedItems(page, '443');
    await page.locator('.tag', { hasText: 'TCP' }).waitFor();
  });

  it('opens and closes with all others', async () => {
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await page.getByRole('button', { name: 'Open all' }).click();
    await expect.poll(() => page.locator('.details').count()).toBe(7);
    await page.getByRole('button', { name: 'Close all' }).click();
    await expect.poll(() => page.locator('.details').count()).toBe(0);
  });
});

describe('an empty window', () => {
  it('leads to the logs with one click', async () => {
    const page = await open(`?fw_instance_id=${quietFirewall}&log_type=nat`);
    await page.getByText('The logs of this firewall run from').waitFor();
    await page.getByRole('button', { name: 'Show that span' }).click();
    expect(await rankedItems(page, '10.0.0.3')).toEqual(['10.0.0.3', '10.0.0.4']);
    const { start_time, end_time } = parameters(page);
    expect(Number(start_time)).toBeLessThanOrEqual(OLD);
    expect(Number(end_time)).toBeGreaterThan(OLD + 86_400_000);
  });

  it('of a log type that the firewall lacks leads to one it has, with one click', async () => {
    const page = await open(`?fw_instance_id=${quietFirewall}&log_type=vpc`);
    await page.getByText('This firewall has no VPC logs. It has NAT (4 flows).').waitFor();
    await page.getByRole('button', { name: 'Show NAT logs' }).click();
    expect(await rankedItems(page, '10.0.0.3')).toHaveLength(2);
  });

  it('of unsafe addresses says that it takes a threat list', async () => {
    const page = await open('?item=risk_ip');
    await page.getByText('Without a threat list there are none.').waitFor();
  });
});

describe('a failure', () => {
  it('of the API shows its code, its words and its request id, and can be tried again', async () => {
    expectComplaints('400');
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await allAnswered(page);
    // The real server answers, but to a request that lost a mandatory parameter on its way.
    await page.route('**/flow-statistic?*', (route) =>
      route.continue({ url: route.request().url().replace('item=', 'lost=') }),
    );
    const answered = page.waitForResponse(/flow-statistic.*size=20(&|$)/);
    await page.getByRole('button', { name: 'Refresh' }).click();
    const requestId = (await answered).headers()['x-request-id'];
    const failure = page.getByRole('alert');
    await failure.getByText('CFW.00200001').waitFor();
    await failure.getByText('Missing parameter item.').waitFor();
    await failure.getByText('400', { exact: true }).waitFor();
    expect(requestId).toMatch(/^[0-9a-f]{32}$/);
    await failure.getByText(requestId!).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await failure.getByRole('button', { name: 'Try again' }).click();
    await failure.waitFor({ state: 'detached' });
  });

  it('of the server keeps the last answer, and goes when the server is back', async () => {
    expectComplaints('ERR_CONNECTION_REFUSED');
    const page = await open();
    await rankedItems(page, '192.0.2.10');
    await allAnswered(page);
    await console.server.stop();
    await page.getByRole('button', { name: 'Refresh' }).click();
    const failure = page.getByRole('alert');
    await failure.getByText('The server does not answer').waitFor();
    await failure.getByText('cfw-flow serve or cfw-flow console, is still running').waitFor();
    expect(await page.locator('.record .item').count()).toBe(7);

    console.server = await serveConsole(console.folder, ['--port', String(console.server.port)]);
    await failure.getByRole('button', { name: 'Try again' }).click();
    await failure.waitFor({ state: 'detached' });
    expect(await rankedItems(page, '192.0.2.10')).toHaveLength(7);
  });
});

/** Opens the page of a server that tells this of its rollups. */
async function openLagging(
  status: Partial<StoreStatus>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await open('', options);
  // The real server answers, but a million flows are more than a test has time for.
  await page.route('**/console/context.json', async (route) => {
    const response = await route.fetch();
    const context: ConsoleContext = await response.json();
    Object.assign(context.status!, status);
    await route.fulfill({ response, json: context });
  });
  await page.getByRole('button', { name: 'Refresh' }).click();
  return page;
}

describe('rollups that lag behind', () => {
  it('are told below the answer, until they no longer do', async () => {
    const page = await openLagging({ flows: 12_345_678, pending: 1_234_567 });
    const told = page.getByText(
      '1,234,567 of 12,345,678 flows are not rolled up yet: answers about them take longer.',
    );
    await told.waitFor();
    expect(await rankedItems(page, '192.0.2.10')).toHaveLength(7);
    await page.unrouteAll({ behavior: 'wait' });
    await told.waitFor({ state: 'detached' });
  });

  it('are told with the reason when that is a failure', async () => {
    const page = await openLagging({ failure: 'Error: no memory' });
    await page
      .getByText('Rolling up failed, and is tried again when flows come in: Error: no memory')
      .waitFor();
    expect(await page.getByText('not rolled up yet').count()).toBe(0);
  });

  it('are not told when hardly a flow waits', async () => {
    const page = await openLagging({ flows: 12_345_678, pending: 5 });
    await rankedItems(page, '192.0.2.10');
    expect(await page.locator('.lag').count()).toBe(0);
  });
});

describe('a screen 360 pixels wide', () => {
  it.each([
    '',
    '?item=dst_host&last=7d',
    '?start_time=1000000000&end_time=4000000000000&item=open_port',
    `?fw_instance_id=${quietFirewall}&log_type=vpc`,
    `?item=${'long'.repeat(60)}`,
  ])('has no sideways scrolling of the page at %j', async (search) => {
    const page = await open(search, { viewport: { width: 360, height: 780 } });
    await page.locator('.records, .panel').first().waitFor();
    await allAnswered(page);
    const all = page.getByRole('button', { name: 'Open all' });
    if ((await all.count()) > 0) await all.click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
  });
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing wrong with what is told of rollups in the %s scheme',
  async (colorScheme) => {
    const page = await openLagging({ pending: 1_000_000, failure: 'no memory' }, { colorScheme });
    await page.getByText('no memory').waitFor();
    await allAnswered(page);
    expect(await violations(page)).toEqual([]);
  },
);

function words(text: string): string {
  return text.split(/\s+/).join(' ');
}
