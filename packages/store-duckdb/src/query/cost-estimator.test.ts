import { type FlowStatisticQuery, textSource } from '@cfw-flow/store';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../open-store.ts';
import { firewall, firstEnd, interval, linesOf, numberedFlows } from '../testing/numbered-flows.ts';

const flows = 260_000;

const questionOf = (from: number, to: number): FlowStatisticQuery => ({
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'src_ip',
  window: { start: firstEnd + from * interval, end: firstEnd + to * interval },
  size: 5,
});

it('a question about few flows is answered before those about many that were asked before it', async () => {
  // Nothing is rolled up, so that many flows are many rows.
  const store = await openStore(
    { deadline: 120_000 },
    { look: Infinity, min: Infinity, max: Infinity },
  );
  onTestFinished(() => store.close());
  const lines = linesOf(numberedFlows(0, flows, 'internet')).split('\n');
  await store.ingest(textSource('flows', 'flows', lines), { fw_instance_id: firewall });
  const ask = (from: number, to: number) => store.answer('listFlowStatistic', questionOf(from, to));

  let first = 0;
  /** How many of six questions about many flows are answered before one about ten that comes after them. */
  const answeredBefore = async () => {
    // None that was answered already.
    first += 10;
    let answered = 0;
    const expensive = Array.from({ length: 6 }, (_, number) =>
      ask(first + number, flows).then(() => answered++),
    );
    expect((await ask(first, first + 10)).total).toBe(10);
    const before = answered;
    await Promise.all(expensive);
    return before;
  };
  // How large the store is by now is read beside the first question after a second.
  await expect.poll(answeredBefore, { interval: 1100 }).toBeLessThan(3);
}, 600_000);
