import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.ts';
import { serveConsole } from './served-console.ts';

/*
 * Makes the pictures of the console that README and guides show, over the demo, whose traffic is the
 * same every time. Look at them before they are committed: `pnpm --filter @cfw-flow/console snapshots`.
 */

const place = fileURLToPath(new URL('../pictures/', import.meta.url));

const views = {
  overview: '?view=overview&last=1d',
  item: '?view=item&item=dst_host&last=1d&open=www.acme.example',
  detail: '?view=detail&item=dst_host&value=www.acme.example&last=1d',
  map: '?view=map&last=1d',
  map: '?view=map&item=src_region_name&last=1d',
};
const schemes = ['light', 'dark'] as const;

const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-pictures-'));
const [server, browser] = await Promise.all([
  serveConsole(folder, ['--demo', '--port', '0']),
  launchChromium(),
]);
await mkdir(place, { recursive: true });
for (const colorScheme of schemes) {
  const context = await browser.newContext({
    colorScheme,
    locale: 'en',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  for (const [name, search] of Object.entries(views)) {
    await page.goto(server.url + search);
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => document.fonts.ready);
    await writeFile(join(place, `${name}-${colorScheme}.png`), await page.screenshot());
  }
  await context.close();
}
await browser.close();
await server.stop();
await rm(folder, { recursive: true });
