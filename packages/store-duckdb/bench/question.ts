import { items as declarations, type NestedList, type FlowStatisticQuery } from '@cfw-flow/store';
import { firewallName, vgwName, words } from './names.ts';
import { firstTime, now } from './traffic.ts';

/** An item that needs no threat list. */
export type FlowItem = Exclude<FlowStatisticQuery['item'], 'risk_ip' | 'risk_host'>;

/** What is asked of each contestant: the five greatest groups with all that is said of them. */
export interface Question {
  item: FlowItem;
  /** Milliseconds since 1970 UTC, the end exclusive. */
  start: number;
  end: number;
  /** Numbers of names. */
  firewall: number;
  log_type: number;
  /** Both when left out. */
  direction?: number | undefined;
  /** All when left out. */
  vgw?: readonly number[];
  /** All when left out. */
  asset_type?: 'public' | 'private' | 'open_port';
}

/** Groups in an answer. */
export const size = 5;

/** Windows by their name. All but the custom ones end when it is asked. */
export const windows: Readonly<Record<string, { start: number; end: number }>> = {
  '1 h': { start: now - 3_600_000, end: now },
  '1 d': { start: now - 86_400_000, end: now },
  '7 d': { start: now - 7 * 86_400_000, end: now },
  custom: { start: firstTime + 35 * 3_600_000 + 1_234_567, end: now - 31 * 3_600_000 - 7_654_321 },
};

/** The busiest firewall's border to the internet, where the sessions of the item are. */
export function usual(item: FlowItem, window: { start: number; end: number }): Question {
  const inbound = item === 'open_port' || item === 'src_region_name';
  return { item, ...window, firewall: 1, log_type: 1, direction: inbound ? 2 : 1 };
}

/** Questions that take a usual one further, by what they do differently. */
export const filters: Readonly<Record<string, (question: Question) => Question>> = {
  vgw_id: (question) => ({ ...question, log_type: 3, vgw: [2, 5] }),
  asset_type: (question) => ({ ...question, direction: 2, asset_type: 'public' }),
  'no direction': (question) => ({ ...question, direction: undefined }),
};

/** The same question about a window some milliseconds later: a store may keep answers. */
export function later(question: Question, by: number): Question {
  return { ...question, start: question.start + by, end: question.end + by };
}

/** The question as a store takes it. */
export function queryOf(question: Question): FlowStatisticQuery {
  const { item, start, end, firewall, log_type, direction, vgw, asset_type } = question;
  return {
    fw_instance_id: firewallName(firewall),
    log_type: words.log_type[log_type - 1]!,
    item,
    window: { start, end },
    ...(direction && { direction: words.direction[direction - 1]! }),
    ...(vgw && { vgw_id: vgw.map(vgwName) }),
    ...(asset_type && { asset_type }),
    size,
  };
}

/** Every item that comes from the flows alone. */
export const items = (Object.keys(declarations) as FlowStatisticQuery['item'][]).filter(
  (item): item is FlowItem => item !== 'risk_ip' && item !== 'risk_host',
);

/** All that is said of a group besides its sums: nested lists, protocol, region. */
export function detailsOf(item: FlowItem): (NestedList | 'protocol' | 'region')[] {
  const details: (NestedList | 'protocol' | 'region')[] = [...declarations[item].lists];
  if (item === 'dst_port' || item === 'open_port') details.push('protocol');
  if (item === 'src_ip' || item === 'dst_ip') details.push('region');
  return details;
}
