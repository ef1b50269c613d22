import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { zeekConnJson } from '../formats/zeek.ts';
import { textSource } from '../source.ts';
import { readSource } from './read-source.ts';

/** Lines of a log without end, in pieces of a megabyte. */
async function* endless(line: string): AsyncGenerator<Uint8Array> {
  const piece = Buffer.from(line.repeat(1024 ** 2 / line.length));
  for (;;) yield piece;
}

it.each([
  ['a source', { content: endless('{}\n'), hosts: [] }],
  [
    'the hosts beside a source',
    {
      content: endless('{}\n'),
      hosts: [{ name: 'ssl', open: () => ({ content: endless('{}\n'), bytesRead: () => 0 }) }],
    },
  ],
])(
  'the reading of %s ends when it is interrupted, whatever the thread is doing',
  async (_, { content, hosts }) => {
    const controller = new AbortController();
    const blocks = readSource({
      source: { ...textSource('conn', 'conn', [], zeekConnJson), hosts },
      content,
      firewall: '',
      networks: undefined,
      signal: controller.signal,
    });
    const reading = (async () => {
      for await (const { rejected } of blocks) expect(rejected).toBeGreaterThan(0);
    })();
    // What it ends with is looked at below.
    reading.catch(() => {});
    await setTimeout(300);
    const interrupted = performance.now();
    controller.abort();
    await expect(reading).rejects.toBe(controller.signal.reason);
    expect(performance.now() - interrupted).toBeLessThan(2000);
  },
);
