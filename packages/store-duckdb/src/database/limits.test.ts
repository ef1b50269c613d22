import { type StoreWith, type FlowStatisticQuery, textSource } from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DuckdbStoreOptions, openDuckdbStore } from '../index.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const start = 1_751_355_533_000;
const question: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_ip',
  window: { start, end: start + 86_400_000 },
  size: 1000,
};

/** A scan: every flow goes to an address of its own. */
function* scan(flows: number): Generator<string> {
  for (let number = 0; number < flows; number++) {
    const [high, low] = [number >> 16, number & 0xffff];
    yield ltsLine({
      fw_instance_id: firewall,
      log_type: 'internet',
      direction: 'in2out',
      src_ip: '10.0.0.1',
      dst_ip: `2001:db8::${high.toString(16)}:${low.toString(16)}`,
      dst_port: number & 0xffff,
      protocol: 'TCP',
      to_s_bytes: 1n,
      to_c_bytes: 2n,
      end_time: start + number,
    });
  }
}

async function storeOfScan(options: DuckdbStoreOptions, flows: number): Promise<StoreWith> {
  const store = await openDuckdbStore(options);
  onTestFinished(() => store.close());
  await store.ingest(textSource('scan', 'scan', [...scan(flows)]), { fw_instance_id: firewall });
  return store;
}

describe('the limits of a store', () => {
  it('end a question that takes too long, and say so', async () => {
    const store = await storeOfScan({ deadline: 1 }, 50_000);
    await expect(store.answer('listFlowStatistic', question)).rejects.toMatchObject({
      code: 'DEADLINE',
      message: expect.stringContaining('No answer was found in 1 ms. Ask about a shorter window'),
    });
  });

  it('let 50,000 equal groups be ranked in 256 MiB', async () => {
    const flows = 50_000;
    const store = await storeOfScan({ memoryLimit: 256 * 1024 * 1024 }, flows);
    // In the order of the texts, which is not that of the numbers.
    const first = Array.from({ length: flows }, (_, number) => `2001:db8::${number.toString(16)}`)
      .map((address) => (address.endsWith('::0') ? '2001:db8::' : address))
      .toSorted()
      .slice(0, question.size);
    for (const rolledUp of [false, true]) {
      if (rolledUp) await store.rollUp();
      const window = { ...question.window, end: question.window.end + Number(rolledUp) };
      const { total, records } = await store.answer('listFlowStatistic', { ...question, window });
      expect(total).toBe(flows);
      expect(records.map(({ item }) => item)).toEqual(first);
    }
  });

  it('let 200 questions be asked at once in 256 MiB', async () => {
    const options = { memoryLimit: 256 * 1024 * 1024, deadline: 120_000 };
    const store = await storeOfScan(options, 2000);
    const answers = Array.from({ length: 200 }, (_, number) =>
      store.answer('listFlowStatistic', {
        ...question,
        size: 1,
        window: { start, end: start + number + 1 },
      }),
    );
    for (const [number, { total }] of (await Promise.all(answers)).entries()) {
      expect(total).toBe(number + 1);
    }
  });

  it.each([
    ['one millisecond', { start, end: start + 1 }, 1],
    ['ten years', { start: start - 5 * 365 * 86_400_000, end: start + 5 * 365 * 86_400_000 }, 2000],
    ['all time', { start: 0, end: Number.MAX_SAFE_INTEGER }, 2000],
    ['the future', { start: start + 86_400_000, end: start + 2 * 86_400_000 }, 0],
    ['the time before the first flow', { start: 0, end: start }, 0],
  ])('are far from a window of %s', async (_, window, total) => {
    const store = await storeOfScan({}, 2000);
    expect((await store.answer('listFlowStatistic', { ...question, window })).total).toBe(total);
    await store.rollUp();
    expect((await store.answer('listFlowStatistic', { ...question, window, size: 5 })).total).toBe(
      total,
    );
  });

  it.each([
    [{ deadline: 0 }, 'The option deadline is 0, not an integer from 1'],
    [{ deadline: Number.NaN }, 'The option deadline is NaN, not an integer from 1'],
    [{ memoryLimit: 1024 }, 'The option memoryLimit is 1024, not an integer from 268435456'],
  ])('are refused when they are none: %j', async (options, message) => {
    await expect(openDuckdbStore(options)).rejects.toThrow(message);
  });
});
