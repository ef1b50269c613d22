import { BlockList, isIPv4 } from 'node:net';
import type { EnrichedFlow } from '../../enrichment/enriched-flow.ts';
import type { FlowSelection } from '../../queries/flow-selection.ts';

/** The flows that a question is about. */
export function selected(flows: readonly EnrichedFlow[], query: FlowSelection): EnrichedFlow[] {
  return flows.filter((flow) => counts(flow, query));
}

function counts(flow: EnrichedFlow, query: FlowSelection): boolean {
  if (flow.fw_instance_id !== query.fw_instance_id) return false;
  if (flow.log_type !== query.log_type) return false;
  if (flow.end_time < query.window.start || flow.end_time >= query.window.end) return false;
  if (query.direction && flow.direction !== query.direction) return false;
  if (query.vgw_id && !query.vgw_id.includes(flow.vgw_id ?? '')) return false;
  switch (query.asset_type) {
    case undefined:
      return true;
    case 'public':
      return !isPrivate(assetOf(flow));
    case 'private':
      return isPrivate(assetOf(flow));
    case 'open_port':
      return opensPort(flow);
  }
}

function assetOf(flow: EnrichedFlow): string {
  return flow.direction === 'in2out' ? flow.src_ip : flow.dst_ip;
}

/** Whether a flow is an inbound session that got an answer. */
export function opensPort(flow: EnrichedFlow): boolean {
  return flow.direction === 'out2in' && flow.to_c_bytes > 0n;
}

const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4');
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');
privateNetworks.addAddress('::1', 'ipv6');

function isPrivate(address: string): boolean {
  return privateNetworks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
