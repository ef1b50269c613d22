// @module-tag slow

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { violations } from './axe.ts';
import { allAnswered, consoleUnderTest, parameters } from './console-under-test.ts';

/** Made logs in the forms that people have them in, each of a day of its own. */
const logs = (name: string) =>
  fileURLToPath(new URL(`../../cli/src/testing/corpus/logs/${name}`, import.meta.url));
const forms = [
  { name: 'lts', day: '2026-01-01', sessions: '2', request: '1.00 kB' },
  { name: 'lts-obs-json', day: '2026-01-02', sessions: '2', request: '1.00 kB' },
  { name: 'lts-sum-over-2e53', day: '2026-01-08', sessions: '2', request: '10.0 PB' },
  { name: 'eve', day: '2026-01-14', sessions: '1', request: '500 B' },
  { name: 'zeek', day: '2026-02-17', sessions: '2', request: '560 B' },
  { name: 'vpc', day: '2026-03-16', sessions: '1', request: '500 B' },
];
const server = '203.0.113.80';

const { open } = consoleUnderTest('', ['--logs', ...forms.map(({ name }) => logs(name))]);

it.each(forms)('a log of the form $name is seen on every view', async (form) => {
  const start = Date.parse(form.day);
  const page = await open(`?start_time=${start}&end_time=${start + 86_400_000}&zone=UTC`);
  const total = (name: string) => page.locator('.total', { hasText: name }).locator('strong');
  await page.getByRole('region', { name: 'Destination addresses' }).waitFor();
  expect(await total('Sessions').innerText()).toBe(form.sessions);
  expect(await total('Request').innerText()).toBe(form.request);

  await page.getByRole('region', { name: 'Destination addresses' }).getByText(server).click();
  await page.getByRole('heading', { name: server }).waitFor();
  await page.getByRole('figure', { name: 'Flows' }).getByRole('link', { name: '443' }).waitFor();
  const sessions = page.getByRole('region', { name: 'Top sessions' });
  await sessions.getByRole('row', { name: '10.20.0.11' }).first().waitFor();
  expect(await total('Request').innerText()).toBe(form.request);
  await allAnswered(page);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Destination address', exact: true }).click();
  await page.getByRole('row', { name: server }).getByText(form.request).first().waitFor();
  await page.getByRole('link', { name: 'Map' }).click();
  await page.locator('.map .world, .map .panel').first().waitFor();
  expect(parameters(page)).toMatchObject({ view: 'map', start_time: String(start) });
});
