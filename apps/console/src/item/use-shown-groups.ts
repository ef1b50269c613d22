import { useMemo } from 'react';
import { useView } from '../view/use-view.ts';
import { arrange } from './arrange.ts';
import { type Measure, measureOf, type RankedGroup } from './ranking.ts';
import { type RankingState, useRanking } from './use-ranking.ts';

interface ShownGroups extends RankingState {
  /** What groups are ranked by, and bars stand for. */
  measure: Measure;
  /** Groups of the ranking that the reader wants to see, in that order; nothing until the first answer. */
  groups: readonly RankedGroup[] | undefined;
}

/** Asks for the ranking of the view, filtered and sorted as it says. */
export function useShownGroups(): ShownGroups {
  const { view } = useView();
  const { filter, sort } = view;
  const state = useRanking();
  const { ranking } = state;
  const measure = measureOf(view);
  const groups = useMemo(
    () => ranking && arrange(ranking.groups, { filter, sort, measure }),
    [ranking, filter, sort, measure],
  );
  return { ...state, measure, groups };
}
