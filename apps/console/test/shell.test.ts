// @module-tag slow

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ConsoleContext } from '@cfw-flow/types/console';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { busyFirewall, quietFirewall } from './flow-log.ts';

const test = consoleUnderTest(undefined, ['--firewall-name', `${quietFirewall}=Branch office`]);
const { open } = test;

async function openOverview(search = ''): Promise<Page> {
  const page = await open(search);
  await page.locator('.overview').waitFor();
  await allAnswered(page);
  return page;
}

const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
/** The option that Enter chooses. */
const chosen = (page: Page, name: string | RegExp) =>
  page.getByRole('option', { name, selected: true });
const dialog = (page: Page) => page.getByRole('dialog');

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
}

describe('the palette', () => {
  it('finds a page by a part of its name', async () => {
    const page = await openOverview();
    await openPalette(page);
    await page.keyboard.type('host');
    await chosen(page, /^Hosts/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hosts' }).waitFor();
    expect(parameters(page)).toMatchObject({ view: 'item', item: 'dst_host' });
    expect(await dialog(page).count()).toBe(0);
  });

  it.each([
    ['192.0.2.10', 'Destination address', 'dst_ip'],
    ['443', 'Destination port', 'dst_port'],
    ['portal.example', 'Host', 'dst_host'],
  ])('opens the group %s as one of %s', async (typed, label, item) => {
    const page = await openOverview();
    await openPalette(page);
    await page.keyboard.type(typed);
    await option(page, `${label} ${typed}`).click();
    await page.getByRole('heading', { name: typed }).waitFor();
    expect(parameters(page)).toMatchObject({ view: 'detail', item, value: typed });
  });

  it('is left by Escape, back to where the focus was', async () => {
    const page = await openOverview();
    await page.getByRole('button', { name: 'Refresh' }).focus();
    await openPalette(page);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Refresh');
  });

  it('changes colours and language', async () => {
    const page = await openOverview();
    await openPalette(page);
    await page.keyboard.type('dark');
    await option(page, 'Colours: Dark').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await openPalette(page);
    await page.keyboard.type('中文');
    await chosen(page, /中文/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '概览' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });
});

describe('keys', () => {
  it('lead to pages and windows', async () => {
    const page = await openOverview();
    await page.keyboard.press('6');
    await page.getByRole('heading', { name: 'Applications' }).waitFor();
    await page.keyboard.press(',');
    await page.waitForURL(/start_time/);
    const { end_time } = parameters(page);
    expect(Date.now() - Number(end_time)).toBeGreaterThanOrEqual(86_400_000);
    await page.keyboard.press('.');
    await page.waitForURL((url) => url.searchParams.get('end_time') !== end_time);
    await page.keyboard.press('o');
    await page.locator('.overview').waitFor();
  });

  it('are listed, and can be turned off', async () => {
    const page = await openOverview();
    await page.keyboard.press('?');
    await dialog(page).getByText('Window before').waitFor();
    await dialog(page).getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await page.keyboard.press('6');
    await openPalette(page);
    expect(parameters(page)).not.toHaveProperty('item', 'app');
  });

  it('are letters where something is typed', async () => {
    const page = await openOverview();
    await page.keyboard.press('s');
    await page.getByLabel('Name of the view').waitFor();
    await page.keyboard.type('loss?');
    expect(await page.getByLabel('Name of the view').inputValue()).toBe('loss?');
  });
});

describe('several firewalls', () => {
  it('are found by name, and the busiest is shown first', async () => {
    const page = await openOverview();
    const button = page.getByRole('button', { name: `Firewall: ${busyFirewall}` });
    await button.click();
    const options = dialog(page).getByRole('option');
    await options.first().waitFor();
    const names = (await options.allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(names).toEqual([busyFirewall, 'Branch office']);
    await page.keyboard.type('branch');
    await chosen(page, /^Branch office/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Firewall: Branch office' }).waitFor();
    expect(parameters(page)).toMatchObject({ fw_instance_id: quietFirewall });
  });
});

describe('a saved view', () => {
  it('is there on the next visit, in the list and in the palette, until it is removed', async () => {
    const page = await open('?view=item&item=app');
    await page.getByRole('heading', { name: 'Applications' }).waitFor();
    await page.keyboard.press('s');
    await page.getByLabel('Name of the view').fill('Busy apps');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByRole('link', { name: 'Busy apps' }).waitFor();

    await page.goto(test.server.url);
    await page.locator('.overview').waitFor();
    await allAnswered(page);
    await openPalette(page);
    await page.keyboard.type('busy');
    await chosen(page, /^Busy apps/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Applications' }).waitFor();

    await page.keyboard.press('s');
    await dialog(page).getByRole('button', { name: 'Remove Busy apps' }).click();
    await dialog(page).getByText('No view is saved').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Applications' }).waitFor();
    await page.keyboard.press('s');
    await dialog(page).getByText('No view is saved').waitFor();
  });
});

describe('a window of its own', () => {
  it('begins with the one that is shown, and is applied as a whole', async () => {
    const page = await openOverview('?zone=UTC');
    await page.getByRole('button', { name: 'Custom' }).click();
    const form = dialog(page);
    await form.getByLabel('End').fill('2020-01-01T00:00');
    await form.getByRole('button', { name: 'Apply' }).click();
    await form.getByText('The start has to be before the end.').waitFor();
    expect(parameters(page)).not.toHaveProperty('start_time');

    await form.getByLabel('Start').fill('2019-12-31T00:00');
    await form.getByLabel('Time zone').selectOption('Asia/Shanghai');
    await form.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: '12-31 00:00 – 01-01 00:00' }).waitFor();
    expect(parameters(page)).toMatchObject({
      start_time: String(Date.UTC(2019, 11, 30, 16)),
      end_time: String(Date.UTC(2019, 11, 31, 16)),
      zone: 'Asia/Shanghai',
    });
  });

  it('has no time that the clocks of its zone skip', async () => {
    const page = await openOverview('?zone=Europe/Berlin');
    await page.keyboard.press('w');
    await dialog(page).getByLabel('Start').fill('2026-03-29T02:30');
    await dialog(page).getByRole('button', { name: 'Apply' }).click();
    await dialog(page).getByText('Clocks of this zone skip 2026-03-29 02:30').waitFor();
  });

  it('is what any other one is compared with', async () => {
    const page = await openOverview('?zone=UTC');
    await page.getByLabel('Compare with').selectOption({ label: 'Compare with another window…' });
    await dialog(page).getByLabel('Start').fill('2026-01-01T00:00');
    await dialog(page).getByLabel('End').fill('2026-01-02T00:00');
    await dialog(page).getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/compare_start_time/);
    const chosen = page.getByLabel('Compare with').locator('option:checked');
    expect(await chosen.innerText()).toBe('vs. 01-01 00:00 – 01-02 00:00');
  });
});

it('live asks again by itself, for windows that end now only, and the age of the data counts up', async () => {
  const page = await openOverview();
  const age = async () => {
    const [, count, unit] = /^Data of [\d:]+, (\d+)(s|min) ago$/.exec(
      await page.locator('.updated').innerText(),
    )!;
    return Number(count) * (unit === 's' ? 1 : 60);
  };
  const before = await age();
  await expect.poll(age).toBeGreaterThan(before);
  await page.getByLabel('Live').check();
  expect(parameters(page)).toMatchObject({ live: '1' });
  await page.waitForResponse(/flow-top/);
  await page.getByRole('button', { name: 'Window before' }).click();
  expect(await page.getByLabel('Live').isDisabled()).toBe(true);
});

describe('what the page asked', () => {
  const run = promisify(execFile);
  const consoleFolder = fileURLToPath(new URL('..', import.meta.url));
  const program = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

  const runInBash = (command: string) =>
    run('bash', ['-c', `cfw-flow() { '${process.execPath}' '${program}' "$@"; }; ${command}`]);

  async function copied(page: Page, form: string): Promise<string> {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('e');
    await dialog(page).getByLabel(form, { exact: true }).first().check();
    await dialog(page).getByRole('button', { name: 'Copy' }).click();
    await dialog(page).getByText('Copied').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }

  it('is copied as commands of curl that get the same answers', async () => {
    const page = await openOverview();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/')) asked.push(request.url());
    });
    await page.reload();
    await page.locator('.overview').waitFor();
    await allAnswered(page);
    const commands = (await copied(page, 'curl')).split('\n');
    const urls = commands.map((command) => new URL(/'(.*)'/.exec(command)![1]!).search);
    expect(urls.sort()).toEqual([...new Set(asked.map((url) => new URL(url).search))].sort());
    const { stdout } = await run('bash', ['-c', commands[0]!]);
    expect(JSON.parse(stdout)).toHaveProperty('data');
  });

  it('is copied as a program in TypeScript that runs', async () => {
    const page = await open('?view=detail&item=dst_host&value=portal.example');
    await page.getByText('Top sessions').first().waitFor();
    await allAnswered(page);
    const text = await copied(page, 'TypeScript');
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module-typescript', '--eval', text],
      { cwd: consoleFolder, env: { ...process.env, FORCE_COLOR: undefined } },
    );
    expect(stdout).toContain('sessions: 12,');
  });

  it('is copied as commands of cfw-flow that run', async () => {
    const page = await openOverview();
    const commands = (await copied(page, 'cfw-flow')).split('\n');
    const outputOf = async (words: RegExp) =>
      (await runInBash(commands.find((one) => words.test(one))!)).stdout;
    expect(await outputOf(/^cfw-flow top .* -- protocol$/)).toContain('UDP');
    expect(await outputOf(/^cfw-flow top .*--by record/)).toContain('192.0.2.10');
    expect(await outputOf(/^cfw-flow trend /)).toContain('bit/s');
  });

  it('is one word of the shell, whatever it holds', async () => {
    const page = await open("?view=detail&item=dst_host&value=it's%20%24(x)");
    await page.locator('.panel').first().waitFor();
    await allAnswered(page);
    const [command] = (await copied(page, 'cfw-flow')).split('\n');
    const { stdout } = await runInBash(command!.replace(' -- ', ' --json -- '));
    expect(JSON.parse(stdout)).toMatchObject({ sessions: 0 });
  });
});

it('another service that answers is named, and how long it lets wait', async () => {
  const page = await openOverview('?zone=UTC');
  // The real server answers, but it forwards nothing: that is `cfw-flow console`.
  await page.route('**/console/context.json', async (route) => {
    const response = await route.fetch();
    const context: ConsoleContext = await response.json();
    const endpoint = 'https://cfw.cn-north-4.myhuaweicloud.com';
    context.service = { endpoint, waiting: 3, limited_until: Date.UTC(2026, 10, 22, 15, 4, 5) };
    await route.fulfill({ response, json: context });
  });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page
    .getByText(
      'Answers come from https://cfw.cn-north-4.myhuaweicloud.com. 3 questions wait for their turn. It wants no more questions until 15:04:05.',
    )
    .waitFor();
});

describe('what the page was answered', () => {
  async function saved(page: Page, button: string): Promise<Buffer> {
    await page.keyboard.press('e');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog(page).getByRole('button', { name: button }).click(),
    ]);
    return readFile((await file.path())!);
  }

  it('is saved as CSV', async () => {
    const page = await openOverview();
    const text = String(await saved(page, 'Rankings (Sessions), CSV'));
    expect(text).toMatch(/^\uFEFFitem,rank,key,value\r\nsrc_ip,1,192\.0\.2\.10,8\r\n/);
  });

  it('is saved as CSV as it is seen, filtered and sorted', async () => {
    const page = await open('?view=item&item=src_ip&filter=192.0.2.1&sort=-item');
    await page.locator('.results[aria-busy=false] .record').first().waitFor();
    const text = String(await saved(page, 'Source addresses, CSV'));
    const lines = text
      .trim()
      .split('\r\n')
      .map((line) => line.split(',').slice(0, 2));
    expect(lines).toEqual([
      ['rank', 'item'],
      ['7', '192.0.2.15'],
      ['5', '192.0.2.14'],
      ['4', '192.0.2.13'],
      ['3', '192.0.2.12'],
      ['2', '192.0.2.11'],
      ['1', '192.0.2.10'],
    ]);
  });

  it('is saved as JSON', async () => {
    const page = await openOverview();
    const answers = JSON.parse(String(await saved(page, 'All answers, JSON')));
    expect(answers[0]).toMatchObject({ query: { fw_instance_id: busyFirewall } });
  });

  it('is saved as a picture', async () => {
    const page = await openOverview();
    const picture = await saved(page, 'The page, PNG');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    // A blank page of this size is a few kilobytes.
    expect(picture.length).toBeGreaterThan(50_000);
  });
});
