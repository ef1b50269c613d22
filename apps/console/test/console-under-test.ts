import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import { flowLog } from './flow-log.ts';
import { lastingPort } from './lasting-port.ts';
import { serveConsole, type ServedConsole } from './served-console.ts';

/** A server over a small log, and a browser. What the browser complains about fails the test. */
export interface ConsoleUnderTest {
  /** The server; a test that stops it starts another one at its port. */
  server: ServedConsole;
  /** Folder of the server. */
  folder: string;
  /** Opens the page at a query string, in a profile of its own. */
  open(search?: string, options?: BrowserContextOptions): Promise<Page>;
  /** From all complaints of this test, those with a text are what it is about: it has to have some. */
  expectComplaints(text: string): void;
}

/** Long enough for a machine that is busy with much else. */
export const patience = 60_000;

/** Questions of each page that are not answered yet. */
const underWay = new WeakMap<Page, Set<Request>>();

/** Waits until all that a page asked is answered, and drawn. */
export async function allAnswered(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  const state = async () => ({
    busy: await page.locator('[aria-busy=true], .skeleton').count(),
    asked: underWay.get(page)!.size,
  });
  await expect.poll(state).toEqual({ busy: 0, asked: 0 });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}

/**
 * Starts server and browser for the tests of a file, and ends them after these.
 *
 * @param log - lines of the log that is served
 * @param args - what `serve` is told beside it
 */
export function consoleUnderTest(
  log = flowLog(Date.now()),
  args: readonly string[] = [],
): ConsoleUnderTest {
  let browser: Browser;
  const pages: Page[] = [];
  const complaints: string[] = [];
  let expected: string | undefined;
  const test = { open, expectComplaints } as ConsoleUnderTest;

  beforeAll(async () => {
    test.folder = await mkdtemp(join(tmpdir(), 'cfw-flow-console-'));
    await writeFile(join(test.folder, 'flows.ndjson'), log);
    [test.server, browser] = await Promise.all([
      lastingPort().then((port) =>
        serveConsole(test.folder, ['--logs', 'flows.ndjson', '--port', `${port}`, ...args]),
      ),
      launchChromium(),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await test.server?.stop();
    await rm(test.folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    for (const page of pages.splice(0)) {
      // The console asks by itself: an answer that is under way would find its page closed.
      await page.unrouteAll({ behavior: 'wait' });
      await page.context().close();
    }
    const [all, text] = [complaints.splice(0), expected];
    expected = undefined;
    const isExpected = (one: string) => text !== undefined && one.includes(text);
    expect(all.filter((one) => !isExpected(one))).toEqual([]);
    expect(all.some(isExpected)).toBe(text !== undefined);
  });

  function expectComplaints(text: string): void {
    expected = text;
  }

  async function open(search = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    pages.push(page);
    const asked = new Set<Request>();
    underWay.set(page, asked);
    page.on('request', (request) => asked.add(request));
    page.on('requestfinished', (request) => asked.delete(request));
    page.on('requestfailed', (request) => asked.delete(request));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(message.text());
      }
    });
    await page.goto(test.server.url + search);
    return page;
  }

  return test;
}

/** What the URL of a page asks for. */
export const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
