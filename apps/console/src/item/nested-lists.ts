import { type FlowGroup, FlowItem } from '@cfw-flow/fetch-client';

/** The lists of values that most sessions of a group share: those that it has. */
export function nestedLists({ apps, ports, src_ip, dst_ip }: FlowGroup<'bigint'>) {
  return [
    { item: FlowItem.APP, entries: apps ?? [] },
    { item: FlowItem.DST_PORT, entries: ports ?? [] },
    { item: FlowItem.SRC_IP, entries: src_ip ?? [] },
    { item: FlowItem.DST_IP, entries: dst_ip ?? [] },
  ].filter(({ entries }) => entries.length > 0);
}
