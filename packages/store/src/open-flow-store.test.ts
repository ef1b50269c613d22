import { expect, it, vi } from 'vitest';
import { openFlowStore } from './open-flow-store.ts';
import { MemoryEngine } from './testing/memory-engine.ts';

it('a store that is closed twice is closed when both calls say so', async () => {
  const engine = new MemoryEngine();
  const letGo = Promise.withResolvers<void>();
  const close = vi.spyOn(engine, 'close').mockReturnValue(letGo.promise);
  const store = openFlowStore(engine);
  let closed = 0;
  const calls = [store.close(), store.close()].map((call) => call.then(() => closed++));
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  await new Promise(setImmediate);
  expect(closed).toBe(0);
  letGo.resolve();
  await Promise.all(calls);
  expect([closed, close.mock.calls.length]).toEqual([2, 1]);
});
