import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '../flow.ts';
import { textSource } from '../source.ts';
import { conformance } from './conformance.ts';
import { ltsLine } from './lts-line.ts';
import { openMemoryStore } from './memory-store.ts';

const noon = Date.UTC(2025, 6, 1, 12);

describe('the store in memory', () => {
  for (const { title, run } of conformance(['explain', 'prune', 'reEnrich'])) {
    it(title, () => run(async (options) => openMemoryStore(options)), 600_000);
  }

  it('can do what it is said to be able to do, and nothing else', () => {
    const { explain, rollUp, verify, prune, reEnrich, backup } = openMemoryStore();
    expect([explain, prune, reEnrich]).not.toContain(undefined);
    expect({ rollUp, verify, backup }).toEqual({});
  });

  it('explains an answer by the flows that it looked at', async () => {
    const store = openMemoryStore();
    const flow: FlowRecord = {
      fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
      log_type: 'internet',
      direction: 'in2out',
      src_ip: '10.0.0.5',
      dst_ip: '192.0.2.80',
      protocol: 'TCP',
      to_s_bytes: 1n,
      to_c_bytes: 1n,
      end_time: noon,
    };
    const hosts = ['a.example', 'a.example', 'b.example'];
    const lines = hosts.map((dst_host) => ltsLine({ ...flow, dst_host }));
    const { fw_instance_id, log_type } = flow;
    await store.ingest(textSource('flows', 'flows', [...lines, ltsLine(flow)]), { fw_instance_id });
    const window = { start: noon - 1, end: noon + 1 };
    const query = { fw_instance_id, log_type, item: 'dst_host', window, size: 1 } as const;
    const { segments } = await store.explain('listFlowStatistic', query);
    expect(segments).toEqual([{ from: 'flows', ...window, groupRows: 4, detailRows: 0 }]);
    const ofNat = await store.explain('listFlowStatistic', { ...query, log_type: 'nat' });
    expect(ofNat.segments).toEqual([]);
  });
});
