import { expect, it, vi } from 'vitest';
import type { Query } from './queries/index.ts';
import { openFlowStore } from './open-flow-store.ts';
import { MemoryEngine } from './testing/memory-engine.ts';

it('a store that is closed twice is closed when both calls say so', async () => {
  const engine = new MemoryEngine();
  const letGo = Promise.withResolvers<void>();
  const close = vi.spyOn(engine, 'close').mockReturnValue(letGo.promise);
  const store = openFlowStore(engine);
  let closed = 0;
  const calls = [store.close(), store.close()].map((call) => call.then(() => closed++));
  await expect.poll(() => close.mock.calls.length).toBe(1);
  await new Promise(setImmediate);
  expect(closed).toBe(0);
  letGo.resolve();
  await Promise.all(calls);
  expect([closed, close.mock.calls.length]).toEqual([2, 1]);
});

/** An engine that answers no question before it is told to, and has a row for each millisecond of a window. */
function slowEngine() {
  const engine = new MemoryEngine();
  const started: (() => void)[] = [];
  const cost = (_operation: string, { window }: Query<'listFlowStatistic'>) =>
    window.end - window.start;
  const answer = vi.spyOn(engine, 'answer').mockImplementation(
    (_operation, _query, signal) =>
      new Promise((resolve, reject) => {
        started.push(() => resolve({ records: [], total: 0 }));
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  return { engine: Object.assign(engine, { cost }), answer, started };
}

const aboutRows = (rows: number): Query<'listFlowStatistic'> => ({
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  item: 'src_ip',
  window: { start: 0, end: rows },
  size: 5,
});

it('a store lets neither cheap questions nor what it holds wait for expensive questions', async () => {
  const { engine, answer, started } = slowEngine();
  const store = openFlowStore(engine);
  const gone = new AbortController();
  const { signal } = gone;
  const expensive = Array.from({ length: 101 }, (_, number) =>
    store.answer('listFlowStatistic', aboutRows(10_000_000 + number), { signal }).catch(String),
  );
  await expect.poll(() => started.length).toBe(1);
  expect(await store.firewalls()).toEqual([]);
  expect(await store.status()).toMatchObject({ flows: 0 });
  const cheap = store.answer('listFlowStatistic', aboutRows(1000));
  await expect.poll(() => started.length).toBe(2);
  started[1]!();
  expect(await cheap).toEqual({ records: [], total: 0 });
  expect(answer).toHaveBeenCalledTimes(2);
  gone.abort();
  await Promise.all(expensive);
  await store.close();
});

it('a store that too many questions wait for turns the next one away at once', async () => {
  const { engine } = slowEngine();
  const store = openFlowStore(engine);
  const gone = new AbortController();
  const { signal } = gone;
  const ask = (rows: number) => store.answer('listFlowStatistic', aboutRows(rows), { signal });
  const asked = Array.from({ length: 101 }, (_, number) => ask(10_000_000 + number).catch(String));
  await expect(ask(20_000_000)).rejects.toMatchObject({
    code: 'BUSY',
    message: 'Too many questions wait already. Ask again in 1 s, or about a shorter window.',
    details: { retryAfter: 1 },
  });
  // What is asked already takes no place.
  asked.push(ask(10_000_000).catch(String));
  gone.abort('gone');
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 102 }, () => 'gone'));
  await store.close();
});
