import { noEnrichment } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { batchOf, memoryLimit } from '../testing/backups.ts';
import { firewall, numberedFlow } from '../testing/numbered-flows.ts';

describe('the region of a peer on a threat list', () => {
  it('is that of its side, where both sides are the same address', async () => {
    const enrichment = () => ({ ...noEnrichment, risk: () => 'drop' });
    const store = await openDuckdbStore({ memoryLimit, enrichment });
    const flow = {
      ...numberedFlow(0, 'internet'),
      src_ip: '192.0.2.1',
      dst_ip: '192.0.2.1',
      src_region_name: 'Source',
      dst_region_name: 'Destination',
    };
    const ask = async (direction: 'in2out' | 'out2in') => {
      const { records } = await store.answer('listFlowStatistic', {
        fw_instance_id: firewall,
        log_type: 'internet',
        item: 'risk_ip',
        direction,
        window: { start: 0, end: 2 ** 53 },
        size: 1,
      });
      return records[0];
    };
    const flows = [flow, { ...flow, direction: 'out2in' as const }];
    await store.ingest(batchOf('both', flows), { fw_instance_id: firewall });
    expect(await ask('in2out')).toMatchObject({ item: '192.0.2.1', region: 'Destination' });
    expect(await ask('out2in')).toMatchObject({ item: '192.0.2.1', region: 'Source' });
    await store.close();
  });
});
