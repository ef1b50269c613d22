import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.ts';
import { serveConsole } from './served-console.ts';

/*
 * Makes the pictures of the console that README and guides show, over the demo, whose traffic is the
 * same every time. Look at them before they are committed: `pnpm --filter @cfw-flow/console pictures`.
 */

const place = fileURLToPath(new URL('../pictures/', import.meta.url));

const detail = 'item=dst_host&value=www.acme.example';
const pictures = [
  { name: 'overview-light', search: '?view=overview&last=1d', colorScheme: 'light' },
  { name: 'overview-dark', search: '?view=overview&last=1d', colorScheme: 'dark' },
  { name: 'item-light', search: '?view=item&last=1d&item=dst_host', colorScheme: 'light' },
  { name: 'detail-light', search: `?view=detail&last=1d&${detail}`, colorScheme: 'light' },
  { name: 'map-dark', search: '?view=map&last=1d', colorScheme: 'dark' },
] as const;

const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-pictures-'));
const [server, browser] = await Promise.all([
  serveConsole(folder, ['--demo', '--port', '0']),
  launchChromium(),
]);
await mkdir(place, { recursive: true });
for (const { name, search, colorScheme } of pictures) {
  const page = await browser.newPage({
    colorScheme,
    locale: 'en',
    viewport: { width: 1440, height: 900 },
  });
  await page.goto(server.url + search);
  await page.waitForLoadState('networkidle');
  await writeFile(join(place, `${name}.png`), await page.screenshot({ animations: 'disabled' }));
  await page.close();
}
await browser.close();
await server.stop();
await rm(folder, { recursive: true });
