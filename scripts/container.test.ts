// @module-tag slow
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { root } from './packages/published.ts';
import { freePort, temporaryFolder, writeNpx } from './testing/npx.ts';

const guide = readFileSync(join(root, 'apps/docs/guides/test-against-cfw.md'), 'utf8');
const [, snippet = ''] = /```typescript\n([^]*?)```/.exec(guide) ?? [];

test.skipIf(process.platform === 'win32')(
  'What the container of the guide runs serves its logs on the port that it exposes.',
  async () => {
    const folder = temporaryFolder();
    writeNpx(folder);
    mkdirSync(join(folder, 'logs'));
    writeFileSync(
      join(folder, 'logs/flows.ndjson'),
      '{"src_ip":"192.0.2.10","dst_ip":"198.51.100.7","protocol":"TCP","log_type":"internet","direction":"in2out","to_s_bytes":1,"to_c_bytes":2,"end_time":1714417200000}\n',
    );
    const exposed = await freePort();
    const places: Readonly<Record<string, string>> = {
      8239: await freePort(),
      8240: exposed,
      '/logs': join(folder, 'logs'),
    };
    // All at once: a port may have the digits of another one in it.
    const code = snippet.replaceAll(/8239|8240|\/logs/g, (found) => places[found]!);
    const [, forward = ''] = /forward = `([^]*?)`/.exec(code) ?? [];
    const [, command = ''] = /'-c', '(.*?)'/.exec(code.replaceAll(/\n\s*/g, ' ')) ?? [];
    const child = spawn('sh', ['-c', command], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: {
        ...process.env,
        FORWARD: forward,
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
      },
    });
    onTestFinished(() => void process.kill(-child.pid!, 'SIGKILL'));
    await vi.waitFor(
      async () => {
        const answer = await fetch(`http://localhost:${exposed}/console/context.json`);
        expect(await answer.json()).toMatchObject({ status: { flows: 1 } });
      },
      { timeout: 60_000, interval: 200 },
    );
  },
);
