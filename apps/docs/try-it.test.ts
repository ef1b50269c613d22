// @module-tag slow
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { preview } from 'astro';
import { startServer, type TestServer } from 'cfw-flow/testing';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
// @boundaries-ignore The browser of all tests of the workspace.
import { launchChromium } from '../console/test/chromium.ts';

const site = join(import.meta.dirname, 'dist');
/** The time of the server, so that it answers twice about the same window. */
const now = Date.UTC(2026, 10, 20);
const flow = { log_type: 'internet', direction: 'in2out', dst_host: 'www.acme.example' } as const;

let browser: Awaited<ReturnType<typeof launchChromium>>;
let flows: TestServer;
let documentation: Awaited<ReturnType<typeof preview>>;

/** Serves the site as `docs:serve` does, but for the ports, for a server of flows. */
function serveSite(endpoint: string) {
  vi.stubEnv('CFW_FLOW_ENDPOINT', endpoint);
  vi.stubEnv('ASTRO_TELEMETRY_DISABLED', '1');
  return preview({ root: import.meta.dirname, server: { port: 0 }, logLevel: 'silent' });
}

beforeAll(async () => {
  if (!existsSync(join(site, 'index.html'))) {
    throw new Error('There is no site in apps/docs/dist. Build it: npx -y pnpm@12 run docs');
  }
  flows = await startServer({ flows: [flow, flow], now: () => now });
  documentation = await serveSite(flows.endpoint);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await documentation.stop();
  await flows.close();
});

/** The form of an operation's page, at an address of the site. */
async function formAt(origin: string, operation = 'flow-statistic') {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  onTestFinished(() => page.close());
  await page.goto(`${origin}/operations/${operation}/`);
  return page.locator('form.try-it');
}

const served = () => `http://127.0.0.1:${documentation.port}`;

test.each([
  ['flow-statistic', /"item":"www.acme.example".*"sessions":2/],
  ['flow-trend', /"agg_time"/],
  ['flow-detail', /"sessions":2/],
  ['flow-top', /"key":"www.acme.example"/],
])(
  'The form of %s asks a server as it is filled in, and shows the answer.',
  async (operation, expected) => {
    const form = await formAt(served(), operation);
    await form.getByRole('button').click();
    const answer = form.locator('output pre');
    await answer.waitFor();
    expect(await form.locator('output p').allInnerTexts()).toEqual(['HTTP 200']);
    const { data } = JSON.parse(await answer.innerText()) as { data: object };
    expect(JSON.stringify(data)).toMatch(expected);
  },
);

test('A sum beyond 2^53 is shown as it came.', async () => {
  const busy = await startServer({
    flows: Array.from({ length: 3 }, () => ({ ...flow, to_s_bytes: 2 ** 53 - 1 })),
    now: () => now,
  });
  onTestFinished(() => busy.close());
  const pages = await serveSite(busy.endpoint);
  onTestFinished(() => pages.stop());
  const form = await formAt(`http://127.0.0.1:${pages.port}`);
  await form.getByRole('button').click();
  expect(await form.locator('output pre').innerText()).toContain('27021597764222973');
});

test('The command for curl follows what is filled in, and gets the same answer.', async () => {
  const form = await formAt(served());
  await form.getByLabel('size').fill('7');
  const command = await form.locator('.try-it-request').innerText();
  const [, address = ''] = /^curl 'http:\/\/127\.0\.0\.1:8239(.*)'$/.exec(command) ?? [];
  expect(address).toContain('size=7');
  await form.getByRole('button').click();
  const answer: unknown = JSON.parse(await form.locator('output pre').innerText());
  expect(await (await fetch(flows.endpoint + address)).json()).toEqual(answer);
});

test.each([
  ['range', '', 'CFW.00200007', 'Incorrect time range.', 'What to do: give range, or both times'],
  ['size', '5000', 'CFW.00200003', 'It takes an integer from 0 to 1000.', ''],
  ['fw_instance_id', randomUUID(), 'CFW.00200005', '', 'What to do: check both ids;'],
])(
  'A refused question with another %s shows code and message, and says what to do.',
  async (name, value, code, message, advice) => {
    const form = await formAt(served());
    const field = form.locator(`[name=${name}]`);
    await (name === 'range' ? field.selectOption(value) : field.fill(value));
    await form.getByRole('button').click();
    await form.locator('output pre').waitFor();
    const [status, said, toDo = ''] = await form.locator('output p').allInnerTexts();
    expect(status).toBe(`HTTP 400, ${code}`);
    expect(said).toContain(message);
    expect(toDo).toContain(advice);
  },
);

test('A field that is required is asked for before the server is.', async () => {
  const form = await formAt(served());
  await form.getByLabel('fw_instance_id').fill('');
  await form.getByRole('button').click();
  expect(await form.locator('input:invalid').getAttribute('name')).toBe('fw_instance_id');
  expect(await form.locator('output').innerText()).toBe('');
});

test('Without a server, the form says how to start one.', async () => {
  // Nothing listens at this port.
  const alone = await serveSite('http://127.0.0.1:9');
  onTestFinished(() => alone.stop());
  const form = await formAt(`http://127.0.0.1:${alone.port}`);
  await form.getByRole('button').click();
  await form.getByText('No answer from the server.').waitFor();
  expect(await form.locator('output pre').innerText()).toBe('npx -y pnpm@12 start');
});

test('At another address, the form says that it needs docs:serve.', async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  onTestFinished(() => page.close());
  await page.route('https://docs.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const path = join(site, pathname.replace(/\/$/, '/index.html'));
    await route.fulfill(
      existsSync(path) ? { path } : { status: 404, path: join(site, '404.html') },
    );
  });
  await page.goto('https://docs.example/operations/flow-statistic/');
  const form = page.locator('form.try-it');
  await form.getByRole('button').click();
  await form.getByText("This page can't ask a server.").waitFor();
  expect(await form.locator('output pre').innerText()).toContain('npx -y pnpm@12 docs:serve');
});

test('Without JavaScript there is no form, but a word about it.', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${served()}/operations/flow-statistic/`);
  expect(await page.locator('form.try-it').isVisible()).toBe(false);
  expect(await page.locator('main noscript').isVisible()).toBe(true);
});
