import { flowRecords, values } from '@cfw-flow/store/testing';
import fc from 'fast-check';
import { FIREWALL } from '../defaults.ts';

/** Flows of any kind, the same in each run, whose sums of bytes are exact in a double. */
export const sampleFlows = fc.sample(flowRecords, { numRuns: 400, seed: 17 }).map((flow) => ({
  ...flow,
  to_s_bytes: flow.to_s_bytes % 1_000_000n,
  to_c_bytes: flow.to_c_bytes % 1_000_000n,
}));

/** When all of them have ended, and the last seven days have them. */
export const afterSampleFlows = Date.UTC(2025, 6, 8);

const distinct = <Found>(all: readonly (Found | undefined)[]): Found[] => [
  ...new Set(all.filter((value) => value !== undefined)),
];

/** By parameter, values that ask for something of {@link sampleFlows}. */
export const known = {
  fw_instance_id: [FIREWALL],
  vgw_id: distinct(sampleFlows.map((flow) => flow.vgw_id)),
  ip: distinct(sampleFlows.flatMap((flow) => [flow.src_ip, flow.dst_ip])),
  vpc: distinct(sampleFlows.flatMap((flow) => [flow.src_vpc, flow.dst_vpc])),
  value: Object.values(values).map(([first = '']) => first),
  start_time: distinct(sampleFlows.map((flow) => flow.start_time)),
  end_time: distinct(sampleFlows.map((flow) => flow.end_time + 1)),
};
