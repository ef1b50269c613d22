import { type FlowGroup, FlowItem, Item } from '@cfw-flow/fetch-client';
import { useQuery } from '@tanstack/react-query';
import { statisticRequest } from '../api/requests.ts';
import { useView } from '../view/use-view.ts';
import { maxSize } from '../view/view.ts';

/**
 * What the ranking of an item says of one group, of which the API gives no record alone: its nested lists over all its sessions, its region,
 * asset and tags. Nothing while that is not known, and of a group that is not among the first 1000.
 */
export function useGroupRecord(item: FlowItem, value: string): FlowGroup<'bigint'> | undefined {
  const { view, api, selection, span } = useView();
  const request = (size: number) => statisticRequest(api, selection, span, { item, size });
  // As large as the ranking that the reader mostly comes from, and which is there already.
  const ranking = useQuery(request(view.size));
  const record = ranking.data?.records.find((one) => one.item === value);
  const isFurther =
    record === undefined && ranking.isSuccess && ranking.data.total > ranking.data.records.length;
  const all = useQuery({ ...request(maxSize), enabled: isFurther && !ranking.isPlaceholderData });
  return record ?? all.data?.records.find((one) => one.item === value);
}

/** The threat lists that name an address or a host as an unsafe peer, as they were when it was seen. */
export function useThreatLists(item: FlowItem, value: string): string | undefined {
  const { api, selection, span } = useView();
  const isHost = item === FlowItem.DST_HOST;
  const { data } = useQuery({
    ...statisticRequest(api, selection, span, {
      item: isHost ? Item.RISK_HOST : Item.RISK_IP,
      size: maxSize,
    }),
    enabled: isHost || item === FlowItem.SRC_IP || item === FlowItem.DST_IP,
  });
  return data?.records.find((one) => one.item === value)?.tags;
}
