import { FlowItem } from '@cfw-flow/fetch-client';
import { useMemo } from 'react';
import { statisticRequest, topRequest } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { everything, sumUp, type Sums } from '../api/sums.ts';
import { useView } from '../view/use-view.ts';
import { maxSize } from '../view/view.ts';
import { useAnswerBefore } from '../view/window-before.ts';
import { measureOf, type Ranking, rankGroups } from './ranking.ts';

/** So many groups of the window before at least, so that changes of most groups are known. */
const minBefore = 200;

/** A ranking, and how far asking for it is. */
export interface RankingState {
  /** Nothing until the first answer. */
  ranking: Ranking | undefined;
  /** Sums of all flows, once they are known. */
  totals: Sums | undefined;
  /** So many groups of the window before were asked for. */
  depth: number;
  error: Error | null;
  isFetching: boolean;
  /** The ranking is that of the question before. */
  isStale: boolean;
  retry: () => void;
}

/** Asks for the ranking of the view, and for what it is held against, all at once. */
export function useRanking(): RankingState {
  const { view, api, selection, span, before } = useView();
  const { item, order, size } = view;
  const measure = measureOf(view);
  // Groups come by sessions: those with the most bytes may be far down.
  const asked = order === 'byte' ? maxSize : size;
  const depth = Math.max(asked, minBefore);
  const group = Object.values(FlowItem).find((one) => one === item);
  const ranksBytes = order === 'byte' && group !== undefined;

  const now = useAnswer(statisticRequest(api, selection, span, { item, size: asked }));
  const earlier = useAnswerBefore(statisticRequest(api, selection, before, { item, size: depth }));
  const sums = useAnswer(statisticRequest(api, selection, span, everything));
  const top = useAnswer({
    ...topRequest(api, selection, span, { items: group === undefined ? [] : [group], order, size }),
    enabled: ranksBytes,
  });

  const statistic = now.data;
  const keys = ranksBytes ? top.data?.[group] : undefined;
  const ranking = useMemo(
    () => statistic && rankGroups({ measure, size, now: statistic, before: earlier, top: keys }),
    [measure, size, statistic, earlier, keys],
  );
  const awaitsTop = ranksBytes && top.isOld;
  // Shares of what all flows of another window come to would be wrong.
  const whole = sums.isOld && !now.isOld ? undefined : sums.data;
  return {
    ranking,
    totals: useMemo(() => whole && sumUp(whole.records), [whole]),
    depth,
    error: now.error ?? (ranksBytes ? top.error : null),
    isFetching: now.isFetching || top.isFetching,
    isStale: now.isOld || awaitsTop,
    retry: () => void Promise.all([now.refetch(), ...(ranksBytes ? [top.refetch()] : [])]),
  };
}
