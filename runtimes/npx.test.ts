import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandProcess } from '../scripts/commands/command-process.ts';

/** That of a user whose registry has the packages: there is one while a release is rehearsed. */
const environment = process.env['CFW_FLOW_REHEARSED_ENVIRONMENT'];

test.skipIf(environment === undefined)(
  '`npx cfw-flow serve --demo` serves the endpoint and the console, and ends on Ctrl+C',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-npx-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    await using npx = new CommandProcess('npx -y cfw-flow serve --demo --port 0', {
      cwd: folder,
      env: JSON.parse(environment!) as NodeJS.ProcessEnv,
    });
    const [url] = await npx.print(/http:\/\/127\.0\.0\.1:\d+\//, 110_000);

    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>')]);
    const context = await fetch(`${url}console/context.json`);
    expect(context.status).toBe(200);

    await npx.interrupt(20_000);
  },
  180_000,
);
