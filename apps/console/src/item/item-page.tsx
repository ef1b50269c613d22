import { explainNoFlows } from '../api/no-flows.ts';
import { hasTrend } from '../api/requests.ts';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { sizes } from '../view/view.ts';
import { GoneGroups } from './gone-groups.tsx';
import { ItemTools } from './item-tools.tsx';
import { PointedTrend } from './pointed-trend.tsx';
import { RecordTable } from './record-table.tsx';
import { ShownNote } from './shown-note.tsx';
import { useSettled } from './use-settled.ts';
import { useShownGroups } from './use-shown-groups.ts';

/** Long enough to pass over rows without asking for their trends. */
const stay = 180;

/** The ranking of one item. What one item left on the page says nothing of the next one. */
export function ItemPage() {
  const { view } = useView();
  return <ItemRanking key={view.item} />;
}

function ItemRanking() {
  const { view, firewall, span, change } = useView();
  const { ranking, groups, measure, totals, depth, error, isFetching, isStale, retry } =
    useShownGroups();
  const [pointed, point, stayPut] = useSettled<string>(stay);
  const { item } = view;
  const larger = sizes.find((size) => size > view.size);
  return (
    <section className="results" aria-busy={isFetching} aria-label={t('item.results')}>
      <header className="summary">
        <h2>{itemsLabel(item)}</h2>
        {ranking && groups && <ShownNote ranking={ranking} found={groups.length} />}
        <ItemTools />
      </header>
      {error !== null && <FailurePanel error={error} onRetry={retry} busy={isFetching} />}
      {ranking === undefined && error === null && <Skeleton rows={view.size} />}
      {ranking?.total === 0 && (
        <EmptyState explanation={explainNoFlows(view, firewall, span)} onChange={change} />
      )}
      {ranking && groups && ranking.groups.length > 0 && (
        <div className={isStale ? 'stale' : undefined}>
          {error === null && (
            <PointedTrend ip={pointed} stays={hasTrend(item)} onLeave={() => point(undefined)} />
          )}
          <RecordTable
            groups={groups}
            measure={measure}
            whole={totals?.[measure]}
            depth={ranking.isCompared ? depth : undefined}
            onPoint={hasTrend(item) ? point : undefined}
            onLeave={stayPut}
          />
          {groups.length === 0 && <NoneFound />}
          <GoneGroups keys={ranking.gone} />
          {ranking.total > ranking.groups.length && larger !== undefined && (
            <button className="more" type="button" onClick={() => change({ size: larger })}>
              {t('item.more', { count: larger })}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function NoneFound() {
  const { view, change } = useView();
  return (
    <div className="none-found">
      <p>{t('item.noneFound', { filter: view.filter ?? '' })}</p>
      <button type="button" onClick={() => change({ filter: undefined })}>
        {t('item.showAll')}
      </button>
    </div>
  );
}
