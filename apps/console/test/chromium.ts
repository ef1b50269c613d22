import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
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

/** Looks whether it is unpacked, half a second apart. */
const looks = 10;

/**
 * Unpacks the Chromium that npm brought, once for all tests. Another test may be unpacking it, and one
 * that was ended meanwhile leaves a part of it, which is unpacked again.
 */
async function unpackChromium(): Promise<string> {
  const { default: bundled } = await import('@sparticuz/chromium');
  const path = await bundled.executablePath();
  for (let look = 0; look < looks; look++) {
    if (await runs(path)) return path;
    await setTimeout(500);
  }
  await rm(path);
  return bundled.executablePath();
}

async function runs(program: string): Promise<boolean> {
  return promisify(execFile)(program, ['--version']).then(
    ({ stdout }) => stdout !== '',
    () => false,
  );
}
