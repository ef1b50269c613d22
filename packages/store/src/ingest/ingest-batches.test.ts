import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { textSource } from '../source.ts';
import { ltsLine } from '../testing/lts-line.ts';
import { openMemoryStore } from '../testing/memory-store.ts';

const options = { fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50' };

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, number) =>
    ltsLine({
      ...options,
      log_type: 'internet',
      direction: 'in2out',
      src_ip: '10.0.0.1',
      dst_ip: '192.0.2.1',
      protocol: 'TCP',
      to_s_bytes: BigInt(number),
      to_c_bytes: 1n,
      end_time: Date.UTC(2025, 6, 1),
    }),
  );
}

function open() {
  const store = openMemoryStore();
  onTestFinished(() => store.close());
  return store;
}

it('batches that wait together are whole when one of them fails, which alone is told', async () => {
  const store = open();
  function* made() {
    yield* lines(10);
  }
  const breaking = () => {
    throw new Error('the sender is gone');
  };
  const outcomes = await Promise.allSettled([
    store.ingest(textSource('first', 'first', lines(1)), options),
    store.ingest(textSource('made', 'made', made), options),
    store.ingest(textSource('breaking', 'breaking', breaking), options),
    store.ingest(textSource('last', 'last', lines(5)), options),
  ]);
  expect(outcomes).toMatchObject([
    { value: { flows: 1 } },
    { value: { flows: 10 } },
    { reason: { message: 'the sender is gone' } },
    { value: { flows: 5 } },
  ]);
  expect((await store.status()).flows).toBe(16);
});

it('a batch that is given up leaves nothing to the next one', async () => {
  const store = open();
  const controller = new AbortController();
  const old = store.ingest(textSource('old', 'old', lines(90_000)), {
    ...options,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(old).rejects.toThrow('aborted');
  await setTimeout(300);
  const report = await store.ingest(textSource('new', 'new', lines(1000)), options);
  expect([report.flows, (await store.status()).flows]).toEqual([1000, 1000]);
});
