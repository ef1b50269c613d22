// @module-tag slow

import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { announcements } from './announcements.ts';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { first, gone, heavy, manyGroups } from './many-groups.ts';

const console = consoleUnderTest(manyGroups(Date.now()));

/** Opens the ranking of source addresses, and waits until it is there. */
async function open(search = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await console.open(`?view=item&item=src_ip${search}`, options);
  await settled(page);
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.locator('.record').first().waitFor();
  await allAnswered(page);
}

const row = (page: Page, item: string) => page.getByRole('row', { name: item, exact: false });
const shown = (page: Page) => page.locator('.record .item .key').allInnerTexts();
const sortBy = (page: Page, column: string) =>
  page.getByRole('columnheader', { name: column, exact: true }).getByRole('button').click();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));

async function isInSight(element: Locator): Promise<boolean> {
  return element.evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
}

describe('a thousand records', () => {
  it('are in the page as far as they are in sight', async () => {
    const page = await open('&size=1000');
    await page.getByText('1,000 of 1,103 by sessions').waitFor();
    expect(await page.locator('.records').getAttribute('aria-rowcount')).toBe('1001');
    expect(await page.locator('.record').count()).toBeLessThan(60);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.locator('.record[aria-rowindex="1001"]').waitFor();
    expect(await page.locator('.record').count()).toBeLessThan(60);
    await expect
      .poll(() => isInSight(page.getByRole('columnheader', { name: 'Bytes' })))
      .toBe(true);
  });

  it('that are all open make a page of a few thousand elements, and a short URL', async () => {
    const page = await open('&size=1000');
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.locator('.details').first().waitFor();
    expect(await page.locator('*').count()).toBeLessThan(6000);
    expect(page.url().length).toBeLessThan(1000);
    await page.reload();
    await page.locator('.details').first().waitFor();
    await page.getByRole('button', { name: `Breakdown of ${first}` }).click();
    await page.locator('.record').first().locator('.details').waitFor({ state: 'detached' });
    expect(await page.locator('.details').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.locator('.details').first().waitFor({ state: 'detached' });
  });

  it('are never drawn open by the screenful, only to be measured', async () => {
    const page = await open('&size=1000', { viewport: { width: 1440, height: 1400 } });
    await page.evaluate(() => {
      const seen = globalThis as typeof globalThis & { most: number };
      seen.most = 0;
      new MutationObserver(() => {
        seen.most = Math.max(seen.most, document.querySelectorAll('.details').length);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.locator('.details').first().waitFor();
    const most = await page.evaluate(
      () => (globalThis as typeof globalThis & { most: number }).most,
    );
    expect(most).toBeLessThan(20);
  });

  it('are all on paper', async () => {
    const page = await open('&size=1000');
    await page.evaluate(() => {
      window.addEventListener('beforeprint', () => {
        document.title = String(document.querySelectorAll('.record').length);
      });
    });
    await page.pdf();
    expect(await page.title()).toBe('1000');
    await expect.poll(() => page.locator('.record').count()).toBeLessThan(60);
  });

  it('take little work to filter, to sort and to open', async () => {
    const page = await open('&size=1000');
    const session = await page.context().newCDPSession(page);
    // What the page works, however much the machine has to do beside it.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
    };
    const actions = {
      filter: () => page.getByLabel('Filter').fill('10.9.3'),
      clear: () => page.getByLabel('Filter').fill(''),
      sort: () => sortBy(page, 'Source address'),
      open: () => page.getByRole('button', { name: 'Breakdown' }).first().click(),
      openAll: () => page.getByRole('button', { name: 'Open all' }).click(),
    };
    const workOf = async (act: () => Promise<unknown>) => {
      const before = await worked();
      await act();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return (await worked()) - before;
    };
    // A tenth of a second or so: what that is depends on the machine.
    const sorting = await workOf(() =>
      page.evaluate(() => Array.from({ length: 200_000 }, () => String(Math.random())).sort()[0]),
    );
    for (const act of Object.values(actions)) {
      expect(await workOf(act)).toBeLessThan(2.5 * sorting);
    }
  });
});

it('the numbers of groups, beside the tools, take one line at 1440 pixels', async () => {
  const page = await open('&size=1000', { viewport: { width: 1440, height: 900 } });
  const note = page.getByText('1,000 of 1,103 by sessions');
  // The longest name of an item, of which the log has few groups.
  await page.locator('.results .summary h2').evaluate((heading) => {
    heading.textContent = 'Destination addresses';
  });
  const { height } = (await note.boundingBox())!;
  expect(height).toBeLessThan(24);
});

describe('the keyboard', () => {
  it('goes from row to row, to the last one and back, and opens and closes', async () => {
    const page = await open('&size=1000');
    await page.locator('.record .toggle').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('3');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('2');
    await page.keyboard.press('End');
    expect(await focused(page)).toBe('1001');
    const last = page.locator('.record[aria-rowindex="1001"]');
    await expect.poll(() => isInSight(last)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await last.locator('.details').waitFor();
    await page.keyboard.press('ArrowLeft');
    await last.locator('.details').waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    expect(await focused(page)).toBe('2');
    const isBelowHead = async () => {
      const head = (await page.locator('.records thead').boundingBox())!;
      const firstRow = (await page.locator('.record .toggle').first().boundingBox())!;
      return firstRow.y >= head.y + head.height;
    };
    await expect.poll(isBelowHead).toBe(true);
  });

  it('keeps its place while the page is scrolled away', async () => {
    const page = await open('&size=1000');
    await page.locator('.record .key').first().focus();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.locator('.record[aria-rowindex="1001"]').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('3');
  });

  it('leads to a detail, and back to what was open', async () => {
    const page = await open();
    await page.locator('.record .toggle').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.details').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: first }).waitFor();
    await page.goBack();
    await page.locator('.details').waitFor();
    expect(parameters(page)).toMatchObject({ view: 'item', open: first });
  });
});

describe('bytes', () => {
  it('rank whoever moves the most of them, however few sessions it has', async () => {
    const page = await open('&size=100');
    await page.getByLabel('Bytes', { exact: true }).check();
    await page.getByText('100 of 1,103 by bytes').waitFor();
    await settled(page);
    expect((await shown(page))[0]).toBe(heavy);
    await page.getByText('One of them is not among the 1,000 with the most sessions').waitFor();
    const cells = await row(page, heavy).getByRole('cell').allInnerTexts();
    expect(cells.map((text) => text.trim())).toEqual([
      '1',
      expect.stringContaining('%'),
      '–',
      '5.00 GB',
      '–',
      '–',
      expect.stringMatching('new|–'),
      '–',
    ]);
    await row(page, heavy).getByRole('link', { name: heavy }).click();
    await page.getByRole('heading', { name: heavy }).waitFor();
  });

  it('of all destinations are ranked with all that is known of them', async () => {
    const page = await open('&order=byte');
    await page.getByRole('link', { name: 'Destination addresses' }).click();
    await page.getByText('2 of 2').waitFor();
    await settled(page);
    expect(await shown(page)).toEqual(['198.51.100.7', '198.51.100.8']);
    expect(await page.locator('.summary .limit').count()).toBe(0);
  });
});

describe('a column', () => {
  it('sorts by its values, then the other way round', async () => {
    const page = await open('&size=1000');
    await sortBy(page, 'Source address');
    await row(page, '10.9.0.0').first().waitFor();
    expect((await shown(page)).slice(0, 3)).toEqual(['10.9.0.0', '10.9.0.1', '10.9.0.2']);
    await sortBy(page, 'Source address');
    await row(page, '192.0.2.2').first().waitFor();
    expect((await shown(page)).slice(0, 2)).toEqual(['192.0.2.2', first]);
    const head = page.getByRole('columnheader', { name: 'Source address' });
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await page.reload();
    await settled(page);
    expect((await shown(page)).slice(0, 2)).toEqual(['192.0.2.2', first]);
  });

  it('tells the change against the window before, and which groups are gone', async () => {
    const page = await open();
    await row(page, first).locator('.movement', { hasText: '×3.0' }).waitFor();
    await row(page, '192.0.2.2').locator('.movement', { hasText: 'new' }).waitFor();
    await page.getByRole('link', { name: 'Destination addresses' }).click();
    await page.getByText('1 of the window before are gone').waitFor();
    await page.locator('.gone-groups').getByRole('link', { name: '198.51.100.77' }).click();
    await page.getByRole('link', { name: gone }).first().waitFor();
  });
});

it('changes are not told when the logs begin within the window before', async () => {
  const page = await open('&last=7d');
  await page.getByText('no whole window to compare with').waitFor();
  expect(await page.locator('.record .movement').count()).toBe(0);
});

describe('the filter', () => {
  it('finds what has its text, and is no step in the history', async () => {
    const page = await open('&size=1000');
    const steps = await page.evaluate(() => history.length);
    await page.getByLabel('Filter').pressSequentially('braz');
    await page.getByText('1 with “braz”').waitFor();
    expect(await shown(page)).toEqual([first]);
    expect(await page.evaluate(() => history.length)).toBe(steps);
    await page.reload();
    await settled(page);
    expect(await shown(page)).toEqual([first]);
  });

  it('that finds nothing says so, and is taken back with a click', async () => {
    const page = await open();
    await page.getByLabel('Filter').fill('nowhere');
    await page.getByText('None of those shown has “nowhere”').waitFor();
    await page.getByRole('button', { name: 'Show all of them' }).click();
    await row(page, first).waitFor();
  });
});

describe('the chart', () => {
  it('shows the traffic of the address that the pointer stays on', async () => {
    const page = await open();
    const asked: string[] = [];
    page.on('request', (request) => {
      const ip = new URL(request.url()).searchParams.get('ip');
      if (ip !== null) asked.push(ip);
    });
    await row(page, first).hover();
    await page.locator('.trend').getByRole('heading', { name: first }).waitFor();
    expect(new Set(asked)).toEqual(new Set([first]));
    await page.getByRole('button', { name: 'Back to all flows' }).click();
    await page.getByRole('heading', { name: 'All flows' }).waitFor();
    await row(page, '192.0.2.2').getByRole('link').first().focus();
    await page.locator('.trend').getByRole('heading', { name: '192.0.2.2' }).waitFor();
  });

  it('gives up a question when the pointer goes on', async () => {
    const page = await open();
    const given: string[] = [];
    page.on('requestfailed', (request) => {
      given.push(new URL(request.url()).searchParams.get('ip') ?? '');
    });
    // An answer that takes its time.
    let answer: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (answer = resolve));
    await page.route(`**/flow-trend?*ip=${first}*`, async (route) => {
      await waiting;
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest((request) => request.url().includes(`ip=${first}`));
    await row(page, first).hover();
    await asked;
    const other = page.waitForResponse((response) => response.url().includes('ip=192.0.2.2'));
    await row(page, '192.0.2.2').hover();
    await other;
    await expect.poll(() => given).toContain(first);
    answer();
  });
});

describe('a value', () => {
  it('is copied with its button', async () => {
    const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
    const announced = await announcements(page);
    await row(page, first).hover();
    await page.getByRole('button', { name: `Copy ${first}` }).click();
    await announced('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  });

  it('is copied over plain HTTP, too, where browsers have no clipboard for pages', async () => {
    const page = await open();
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    const button = page.getByRole('button', { name: `Copy ${first}` });
    const announced = await announcements(page);
    await button.focus();
    await page.keyboard.press('Enter');
    await announced('Copied');
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByLabel('Filter').focus();
    await page.keyboard.press('Control+V');
    await expect.poll(() => page.getByLabel('Filter').inputValue()).toBe(first);
  });

  it('leads on: a region to its detail, an entry of a list to its own', async () => {
    const page = await open(`&open=${first}`);
    await row(page, first).getByRole('link', { name: 'Brazil' }).click();
    await page.getByRole('heading', { name: 'Brazil' }).waitFor();
    expect(parameters(page)).toMatchObject({ view: 'detail', item: 'src_region_name' });
    await page.goBack();
    await page.locator('.details').getByRole('link', { name: 'HTTPS' }).click();
    await page.getByRole('heading', { name: 'HTTPS' }).waitFor();
    expect(parameters(page)).toMatchObject({ view: 'detail', item: 'app', value: 'HTTPS' });
  });
});

describe('a narrow screen', () => {
  it('has a card of each record, and a field to sort them by', async () => {
    const page = await open('&size=1000', { viewport: { width: 360, height: 780 } });
    const card = (await page.locator('.record').first().boundingBox())!;
    expect(card.height).toBeGreaterThan(100);
    await page.getByLabel('Sort by').selectOption('Source address');
    await row(page, '10.9.0.0').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
