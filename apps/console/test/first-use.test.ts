// @module-tag slow

import { mkdtemp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';
import { busyFirewall, flowLog, quietFirewall } from './flow-log.ts';
import { serveConsole, type ServedConsole } from './served-console.ts';

const test = consoleUnderTest();
const { open } = test;

const overview = (page: Page) => page.locator('.overview');

describe('a folder that is followed', () => {
  let folder: string;
  let server: ServedConsole;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cfw-flow-followed-'));
    await mkdir(join(folder, 'logs'));
    const args = ['--watch', 'logs', '--watch-every', '200ms', '--port', '0'];
    server = await serveConsole(folder, args);
  });

  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is named while it is empty, and its first log shows by itself', async () => {
    const page = await open();
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Waiting for the first log' }).waitFor();
    await page.getByText('logs', { exact: true }).waitFor();
    await writeFile(join(folder, 'flows.ndjson'), flowLog(Date.now()));
    await rename(join(folder, 'flows.ndjson'), join(folder, 'logs', 'flows.ndjson'));
    await overview(page).waitFor();
  });
});

describe('a firewall of the URL that the server does not know', () => {
  it('is told, and the busiest one stands in until another one is chosen', async () => {
    const page = await open('?fw_instance_id=00000000-0000-4000-8000-000000000000');
    await page.getByText('The server has no flows of that firewall').waitFor();
    await overview(page).waitFor();
    await page.getByRole('button', { name: `Firewall: ${busyFirewall}` }).waitFor();
    await page.getByRole('button', { name: 'Choose a firewall' }).click();
    await page.getByRole('dialog').getByRole('option', { name: quietFirewall }).click();
    expect(parameters(page)).toMatchObject({ fw_instance_id: quietFirewall });
    expect(await page.getByText('The server has no flows of that firewall').count()).toBe(0);
  });
});

describe('a browser whose clock is wrong', () => {
  it.each([
    ['3 days ahead', 3 * 86_400_000],
    ['5 hours behind', -5 * 3_600_000],
  ])('by %s is told so, and shows the window that ends now by the server', async (told, off) => {
    const page = await open();
    // A page that only now finds out what time it is would see the clock while it is changed.
    await overview(page).waitFor();
    await page.clock.setFixedTime(Date.now() + off);
    await page.reload();
    await page.getByText(`The clock of this browser is ${told}`).waitFor();
    const sessions = page.locator('.total', { hasText: 'Sessions' }).locator('strong');
    expect(await sessions.innerText()).toBe('24');
  });
});

describe('a firewall that has flows of one log type', () => {
  it('shows these, and says of the others that there are none', async () => {
    const page = await open(`?fw_instance_id=${quietFirewall}`);
    const logType = page.getByLabel('Log type');
    expect(await logType.locator('option:checked').innerText()).toBe('NAT');
    await logType.selectOption('Internet (no flows)');
    await page.getByText('This firewall has no Internet logs. It has NAT (4 flows).').waitFor();
    await page.getByRole('button', { name: 'Show NAT logs' }).click();
    await overview(page).waitFor();
  });
});

describe('a server that goes', () => {
  it('is told with when the page asks again, and all is there when it is back', async () => {
    test.expectComplaints('ERR_CONNECTION_REFUSED');
    const page = await open('?view=item&item=src_ip');
    await page.getByText('7 of 7').waitFor();
    await allAnswered(page);
    await test.server.stop();
    await page.getByRole('button', { name: 'Refresh' }).click();
    const failure = page.getByRole('alert').first();
    await failure.getByText('The server does not answer').waitFor();
    await failure.getByText(/This page asks again by itself in [1-5] s\./).waitFor();
    test.server = await serveConsole(test.folder, ['--port', String(test.server.port)]);
    await failure.waitFor({ state: 'detached' });
    await page.getByText('192.0.2.10').first().waitFor();
  });
});

/** Answers the questions of a page as the gateway of the cloud does, which can't be made to here. */
async function refuse(page: Page, status: number, error_msg: string, headers = {}): Promise<void> {
  test.expectComplaints(String(status));
  // A question that is still under way would be answered by the server, and not asked again.
  await allAnswered(page);
  await page.route('**/v1/**', (route) =>
    route.fulfill({
      status,
      headers,
      json: { error_code: `APIGW.0${status}`, error_msg, request_id: 'f'.repeat(32) },
    }),
  );
  await page.getByRole('button', { name: 'Refresh' }).click();
}

describe('a cloud', () => {
  it('that was asked too often is asked again when it says so', async () => {
    const page = await open();
    await overview(page).waitFor();
    await refuse(page, 429, 'The throttling threshold has been reached.', { 'Retry-After': '3' });
    const failure = page.getByRole('alert').first();
    await failure.getByText('The service was asked too often').waitFor();
    await failure.getByText(/This page asks again by itself in [1-3] s\./).waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await failure.waitFor({ state: 'detached' });
    await overview(page).waitFor();
  });

  it.each([
    [401, 'Incorrect IAM authentication information: token expired', 'not accepted', 'expired'],
    [403, 'No permission to access this API', 'do not allow this', 'Ask who manages the project'],
  ])('that answers %d says what to do about the credentials', async (status, ...texts) => {
    const [said, title, advice] = texts;
    const page = await open();
    await overview(page).waitFor();
    await refuse(page, status, said);
    const failure = page.getByRole('alert').first();
    for (const text of [said, title, advice]) await failure.getByText(text).first().waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await failure.getByRole('button', { name: 'Try again' }).click();
    await failure.waitFor({ state: 'detached' });
  });
});
