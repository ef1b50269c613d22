// @module-tag slow

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { textSource } from '@cfw-flow/store';
import { openDuckdbStore } from '../index.ts';
import { firewall, linesOf, numberedFlows } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** How often the process is killed. */
const kills = Number(process.env['CFW_FLOW_KILLS'] ?? 12);

/**
 * Ingests batches and logs as fast as it can, rolls them up, prunes them, which makes a checkpoint,
 * and opens the directory again and again, until it is killed.
 */
const program = `
  const { textSource } = await import('@cfw-flow/store');
  const { openStore } = await import('../open-store.ts');
  const { firewall, linesOf, numberedFlows, firstEnd, interval } = await import('../testing/numbered-flows.ts');
  const [directory, first] = process.argv.slice(1);
  const day = 86_400_000;
  const inDay = day / interval;
  const options = { fw_instance_id: firewall };
  const pace = { look: 1, min: 50, max: 500 };
  for (let number = Number(first); ; ) {
    const store = await openStore({ directory, memoryLimit: 268_435_456 }, pace);
    // A number has a colour where those are forced.
    console.log(String(number));
    for (let work = 0; work < 8; work++, number++) {
      const from = number * inDay;
      const source = textSource('batch', 'batch ' + number, [linesOf(numberedFlows(from, from + 50, 'internet'))]);
      await store.ingest(number % 2 ? source : { ...source, identity: undefined }, options);
      if (number % 3 === 0) await store.prune(firstEnd + (number - 1) * day);
    }
    await store.close();
    console.log(String(number));
  }`;

it(
  `a process that is killed ${kills} times never leaves the alarm that something is missing`,
  async () => {
    const directory = join(await temporaryFolder(), 'data');
    let number = 0;
    for (let kill = 0; kill < kills; kill++) {
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', program, directory, String(number)],
        { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      const closed = once(child, 'close');
      // Every third one is killed while it starts, the others at work.
      if (kill % 3 > 0) await Promise.race([once(child.stdout, 'data'), closed]);
      await Promise.race([setTimeout(Math.random() * 1000), closed]);
      child.kill('SIGKILL');
      const [code, signal] = (await closed) as [number | null, string | null];
      assert.deepEqual([code, signal], [null, 'SIGKILL'], stderr);
      // It may have done more than it said.
      number = (Number(stdout.trim().split('\n').at(-1)) || number) + 8;
    }
    const store = await openDuckdbStore({ directory });
    expect((await store.verify()).differing).toBe(0);
    await store.close();
  },
  600_000 + kills * 5000,
);

it('the number of commits is in the database and beside it, and a transaction that fails has none', async () => {
  const directory = join(await temporaryFolder(), 'data');
  const store = await openDuckdbStore({ directory });
  const acknowledged = async () =>
    Number((await readFile(join(directory, 'flows.duckdb.commits'), 'utf8')).split(' ')[0]);
  const ingest = (first: number) => {
    const lines = linesOf(numberedFlows(first, first + 10, 'internet'));
    return store.ingest(textSource('batch', `${first}`, [lines]), { fw_instance_id: firewall });
  };
  await ingest(0);
  await ingest(10);
  expect(await acknowledged()).toBe(2);
  const failing = {
    ...textSource('batch', 'failing', []),
    open: () => {
      throw new Error('gone');
    },
  };
  await expect(store.ingest(failing, { fw_instance_id: firewall })).rejects.toThrow('gone');
  expect(await acknowledged()).toBe(2);
  await ingest(20);
  expect(await acknowledged()).toBe(3);
  await store.close();
  const again = await openDuckdbStore({ directory });
  expect((await again.status()).flows).toBe(30);
  await again.close();
});
