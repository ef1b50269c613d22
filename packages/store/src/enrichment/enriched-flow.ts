import type { Enrichment } from './enrichment.ts';
import type { FlowRecord } from '../flow.ts';

/** A flow with what a store finds out about it when it ingests it. */
export interface EnrichedFlow extends FlowRecord {
  /** Threat lists that the peer is on: the destination with `in2out`, the source with `out2in`. */
  ip_lists?: string;
  /** Threat lists that the host is on. */
  host_lists?: string;
}

/**
 * What a store has to make of flows, in the plainest way there is. The region that the log names
 * wins. Of flows that were enriched before, it is what `re-enrich` has to make.
 */
export function enriched(flows: readonly EnrichedFlow[], enrichment: Enrichment): EnrichedFlow[] {
  return flows.map((flow) => {
    const peer = flow.direction === 'in2out' ? flow.dst_ip : flow.src_ip;
    const told = {
      ...flow,
      src_region_name: flow.src_region_name ?? enrichment.region(flow.src_ip),
      dst_region_name: flow.dst_region_name ?? enrichment.region(flow.dst_ip),
      ip_lists: enrichment.risk(peer),
      host_lists: flow.dst_host === undefined ? undefined : enrichment.riskHost(flow.dst_host),
    };
    const entries = Object.entries(told).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as unknown as EnrichedFlow;
  });
}
