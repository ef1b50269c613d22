import { Direction, type FlowItem, Item } from '@cfw-flow/fetch-client';
import { useMemo, useState } from 'react';
import { explainNoFlows } from '../api/no-flows.ts';
import { statisticRequest } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { everything, sumUp } from '../api/sums.ts';
import { TrendPanel } from '../charts/trend-panel.tsx';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { count } from '../text/quantity.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { onDemand } from '../ui/on-demand.tsx';
import { OrderChoice } from '../ui/order-choice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { useAnswerBefore } from '../view/window-before.ts';
import { maxSize, type View } from '../view/view.ts';
import { RegionTable } from './region-table.tsx';
import { rankRegions } from './regions.ts';

// The outlines of the world are half as large as all the rest of the page.
const WorldMap = onDemand(
  async () => (await import('./world-map.tsx')).WorldMap,
  <div className="world" />,
);

const sides = [Item.SRC_REGION_NAME, Item.DST_REGION_NAME] as const;

/** Where the flows come from or go to: regions on a map, and ranked beside it; and when they were. */
export function MapPage() {
  const { view, firewall, api, selection, span, before, change } = useView();
  const [pointed, setPointed] = useState<string>();
  const item = sideOf(view);
  const now = useAnswer(statisticRequest(api, selection, span, { item, size: maxSize }));
  const earlier = useAnswerBefore(
    statisticRequest(api, selection, before, { item, size: maxSize }),
  );
  const all = useAnswer(statisticRequest(api, selection, span, everything));
  const groups = now.data?.records;
  const groupsBefore = earlier?.records;
  const regions = useMemo(
    () => groups && rankRegions(groups, groupsBefore, view.order),
    [groups, groupsBefore, view.order],
  );

  const failure = now.error !== null && (
    <FailurePanel error={now.error} onRetry={() => void now.refetch()} busy={now.isFetching} />
  );
  if (regions === undefined && failure) return failure;
  const withRegion = groups && sumUp(groups).sessions;
  const without =
    withRegion !== undefined && all.data && !all.isOld && !now.isOld
      ? sumUp(all.data.records).sessions - withRegion
      : 0n;
  return (
    <section
      className={now.isOld && regions ? 'map stale' : 'map'}
      aria-busy={now.isFetching}
      aria-label={t('map.label')}
    >
      <header className="summary">
        <h2>{itemsLabel(item)}</h2>
        {regions && (
          <p role="status">
            {t('map.regions', { count: regions.length, number: count(regions.length) })}
          </p>
        )}
        {without > 0n && (
          <p>{t('map.noRegion', { count: Number(without), number: count(without) })}</p>
        )}
        <ChoiceGroup
          label={t('map.side')}
          options={sides.map((value) => ({ value, label: t(`map.${value}`) }))}
          value={item}
          onChange={(side) => change({ item: side })}
        />
        <OrderChoice />
      </header>
      {failure}
      {regions?.length === 0 ? (
        <EmptyState
          explanation={explainNoFlows({ ...view, item }, firewall, span)}
          onChange={change}
        />
      ) : (
        <div className="regions">
          {/* The world is fetched and drawn while the answer is under way. */}
          <WorldMap item={item} regions={regions ?? []} pointed={pointed} onPoint={setPointed} />
          {regions === undefined ? (
            <Skeleton rows={10} />
          ) : (
            <RegionTable item={item} regions={regions} pointed={pointed} onPoint={setPointed} />
          )}
          <TrendPanel />
        </div>
      )}
    </section>
  );
}

/** The side that the URL names, else that of the peers: outbound sessions go to them. */
function sideOf({ item, direction }: View): FlowItem & (typeof sides)[number] {
  return (
    sides.find((side) => side === item) ??
    (direction === Direction.IN2OUT ? Item.DST_REGION_NAME : Item.SRC_REGION_NAME)
  );
}
