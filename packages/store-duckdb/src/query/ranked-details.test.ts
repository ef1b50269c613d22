import { type FlowRecord, textSource } from '@cfw-flow/store';
import { ltsLine, oracle } from '@cfw-flow/store/testing';
import { expect, it, onTestFinished } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { firewall } from '../testing/numbered-flows.ts';

const start = Date.UTC(2025, 6, 1);

/** A source that talks to so many others, once to each, by addresses of both versions and by names. */
function talker(others: number): FlowRecord[] {
  return Array.from({ length: others }, (_, number) => ({
    fw_instance_id: firewall,
    log_type: 'internet',
    direction: 'in2out',
    src_ip: '10.0.0.1',
    dst_ip:
      number % 3 === 0
        ? `2400::${(number + 1).toString(16)}`
        : `192.0.${number >> 8}.${number & 255}`,
    dst_port: number,
    protocol: 'TCP',
    app: ['\u{1F600}', '\uFFFD', 'a', 'Z'][number % 4]!,
    dst_host: `${number}.example`,
    to_s_bytes: 1n,
    to_c_bytes: 2n,
    end_time: start + number,
  }));
}

it.each([8, 1500])(
  'of %i entries that are alike, those come first that are by their names',
  async (others) => {
    const flows = talker(others);
    const store = await openDuckdbStore();
    onTestFinished(() => store.close());
    await store.ingest(textSource('a', 'a', flows.map(ltsLine)), { fw_instance_id: firewall });
    for (const item of ['src_ip', 'app', 'dst_port'] as const) {
      const query = {
        fw_instance_id: firewall,
        log_type: 'internet' as const,
        item,
        window: { start, end: start + others },
        size: 5,
      };
      const expected = oracle.listFlowStatistic(flows, query);
      expect(await store.answer('listFlowStatistic', query)).toEqual(expected);
    }
  },
);
