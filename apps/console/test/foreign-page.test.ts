import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from './chromium.ts';
import { patience } from './console-under-test.ts';
import { busyFirewall, flowLog } from './flow-log.ts';
import { openRelay } from './relay.ts';
import { serveConsole, type ServedConsole } from './served-console.ts';

let folder: string;
let server: ServedConsole;
let browser: Browser;
let foreign: Server;
let foreignPort: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cfw-flow-foreign-'));
  await writeFile(join(folder, 'flows.ndjson'), flowLog(Date.now()));
  foreign = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Foreign</title>');
  }).listen(0, '127.0.0.1');
  [server, browser] = await Promise.all([
    serveConsole(folder, ['--logs', 'flows.ndjson', '--port', '0']),
    launchChromium(),
    once(foreign, 'listening'),
  ]);
  foreignPort = (foreign.address() as AddressInfo).port;
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  foreign?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The names under which the server is reached in a browser on its machine. */
const names = ['127.0.0.1', 'localhost', 'x.localhost'];

async function open(url: string): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(url);
  return page;
}

/** A port of the server, and the statuses of all that is answered there. */
async function relayed() {
  const relay = await openRelay(server.port);
  onTestFinished(() => relay.close());
  return relay;
}

const question = `/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic?fw_instance_id=${busyFirewall}&log_type=internet&item=src_ip&range=2`;

/** Everything by which a page can make its browser ask, without reading what comes; gives how often. */
async function askFrom(page: Page, origin: string): Promise<number> {
  return page.evaluate(async (url) => {
    let asked = 0;
    const next = () => `${url}&size=${asked++}`;
    const add = <Tag extends keyof HTMLElementTagNameMap>(
      tag: Tag,
      attributes: Record<string, string>,
    ) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
      return element;
    };
    add('img', { src: next() });
    add('video', { src: next() });
    add('script', { src: next() });
    add('link', { rel: 'stylesheet', href: next() });
    add('link', { rel: 'prefetch', href: next() });
    add('object', { data: next() });
    add('iframe', { src: next() });
    add('iframe', { name: 'answer' });
    add('form', { action: next(), target: 'answer', method: 'post' }).submit();
    navigator.sendBeacon(next(), 'asked');
    const events = new EventSource(next());
    const socket = new WebSocket(next().replace('http', 'ws'));
    await Promise.all(
      [events, socket].map((one) => new Promise((end) => one.addEventListener('error', end))),
    );
    await fetch(next(), { mode: 'no-cors' }).catch(() => undefined);
    await fetch(next()).catch(() => undefined);
    return asked;
  }, origin + question);
}

describe('a page of another origin', () => {
  it.each([
    ...names.map((name) => ['evil.localhost', name]),
    ['127.0.0.1', 'localhost'],
    ['localhost', '127.0.0.1'],
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
  ])('at %s gets nothing asked of the server at %s', async (from, name) => {
    const page = await open(`http://${from}:${foreignPort}/`);
    const { port, statuses } = await relayed();
    const asked = await askFrom(page, `http://${name}:${port}`);
    await expect.poll(() => statuses.length).toBe(asked);
    expect(new Set(statuses)).toEqual(new Set([403]));
  });
});

describe('the console', () => {
  it.each(names)('works at %s', async (name) => {
    const page = await open(`http://${name}:${server.port}/`);
    await page.getByRole('listitem').filter({ hasText: '192.0.2.10' }).first().waitFor();
  });

  it('opens by a link of another page', async () => {
    const page = await open(`http://evil.localhost:${foreignPort}/`);
    await page.setContent(`<a href="http://127.0.0.1:${server.port}/">Console</a>`);
    await page.getByRole('link').click();
    await page.getByRole('listitem').filter({ hasText: '192.0.2.10' }).first().waitFor();
  });

  it('is not fetched before somebody clicks the link', async () => {
    const page = await open(`http://evil.localhost:${foreignPort}/`);
    const { port, statuses } = await relayed();
    await page.evaluate((url) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.text = JSON.stringify({
        prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }],
      });
      document.body.append(rules);
    }, `http://127.0.0.1:${port}${question}`);
    await expect.poll(() => statuses).toEqual([403]);
  });
});
