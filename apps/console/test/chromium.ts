import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The browser of these tests talks to the server under test and to nobody else. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * A headless Chromium: one that the system has, else on Linux x64 the one that npm brought, else
 * an installed Chrome.
 */
export async function launchChromium(): Promise<Browser> {
  // Chromium's sandbox refuses to start as root, as containers run.
  const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
  const system = systemBrowsers.find((path) => existsSync(path));
  if (system !== undefined) return chromium.launch({ executablePath: system, args });
  if (process.platform === 'linux' && process.arch === 'x64') {
    // Not with the arguments it comes with: they turn off the security of the web, and one
    // process for all does not survive a closed page.
    return chromium.launch({ executablePath: await unpackChromium(), args });
  }
  return chromium.launch({ channel: 'chrome', args });
}

/**
 * Unpacks the Chromium that npm brought, once for all tests. Each test that finds none unpacks it in a
 * folder of its own, which the first one gives its lasting name: others see all of it or nothing.
 */
async function unpackChromium(): Promise<string> {
  const source = import.meta.resolve('@sparticuz/chromium');
  const version = createHash('sha256').update(source).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `cfw-flow-chromium-${version}`);
  if (!existsSync(folder)) {
    const own = await mkdtemp(join(tmpdir(), 'cfw-flow-unpacking-'));
    const unpack = `await (await import(${JSON.stringify(source)})).default.executablePath()`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
      env: { ...process.env, TMPDIR: own },
    });
    await rename(own, folder).catch(() => rm(own, { recursive: true }));
  }
  return join(folder, 'chromium');
}
