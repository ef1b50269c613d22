import { existsSync } from 'node:fs';
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
    const { default: bundled } = await import('@sparticuz/chromium');
    // Not with the arguments it comes with: they turn off the security of the web, and one
    // process for all does not survive a closed page.
    return chromium.launch({ executablePath: await bundled.executablePath(), args });
  }
  return chromium.launch({ channel: 'chrome', args });
}
