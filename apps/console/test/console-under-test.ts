import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import { flowLog } from './flow-log.ts';
import { serveConsole, type ServedConsole } from './served-console.ts';

/** A server over a small log, a browser, and what its console complained about. */
export interface ConsoleUnderTest {
  /** The server; a test that stops it starts another one. */
  server: ServedConsole;
  /** Folder of the server. */
  folder: string;
  /** What the browser complained about in this test: whatever is left fails it. */
  complaints: string[];
  /** Opens the page at a query string, in a profile of its own. */
  open(search?: string, options?: BrowserContextOptions): Promise<Page>;
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
  const test = { complaints, open } as ConsoleUnderTest;

  beforeAll(async () => {
    test.folder = await mkdtemp(join(tmpdir(), 'cfw-flow-console-'));
    await writeFile(join(test.folder, 'flows.ndjson'), log);
    [test.server, browser] = await Promise.all([
      serveConsole(test.folder, ['--logs', 'flows.ndjson', '--port', '0', ...args]),
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
    const unexpected = complaints.splice(0);
    if (unexpected.length > 0) throw new Error(`The browser complained: ${unexpected.join()}`);
  });

  async function open(search = '', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    pages.push(page);
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
