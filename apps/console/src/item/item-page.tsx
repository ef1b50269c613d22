import { explainNoFlows } from '../api/no-flows.ts';
import { statisticRequest } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { count } from '../text/quantity.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { sizes } from '../view/view.ts';
import { RecordTable } from './record-table.tsx';

/** The ranking of one item. */
export function ItemPage() {
  const { view, firewall, api, selection, span, change } = useView();
  const { data, error, isFetching, isOld, refetch } = useAnswer(
    statisticRequest(api, selection, span, view),
  );
  // The URL may ask for a size that is not on the list.
  const sizesOnOffer = [...new Set([...sizes, view.size])].sort((a, b) => a - b);
  const larger = sizes.find((size) => size > view.size);
  return (
    <section className="results" aria-busy={isFetching} aria-label={t('item.results')}>
      <header className="summary">
        <h2>{itemsLabel(view.item)}</h2>
        {data !== undefined && (
          <p role="status">
            {t('item.shown', { shown: count(data.records.length), total: count(data.total) })}
          </p>
        )}
        <SelectField
          label={t('item.size')}
          options={sizesOnOffer.map((value) => ({ value, label: count(value) }))}
          value={view.size}
          onChange={(size) => change({ size })}
        />
      </header>
      {error !== null && (
        <FailurePanel error={error} onRetry={() => void refetch()} busy={isFetching} />
      )}
      {data === undefined && error === null && <Skeleton rows={view.size} />}
      {data !== undefined && (
        <div className={isOld ? 'stale' : undefined}>
          {data.records.length === 0 ? (
            <EmptyState explanation={explainNoFlows(view, firewall, span)} onChange={change} />
          ) : (
            <RecordTable key={view.item} item={view.item} records={data.records} />
          )}
          {data.total > data.records.length && larger !== undefined && (
            <button className="more" type="button" onClick={() => change({ size: larger })}>
              {t('item.more', { count: larger })}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
