import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';
import { sizes, sortColumns } from '../view/view.ts';
import { columnLabel, sortedBy, sortOf } from './columns.ts';
import { measureOf, measures, rankedBy } from './ranking.ts';

/** What the groups are ranked by, which of them are shown, and how. */
export function ItemTools() {
  const { view, change } = useView();
  // The URL may ask for a size that is not on the list.
  const sizesOnOffer = [...new Set([...sizes, view.size])].sort((a, b) => a - b);
  return (
    <div className="item-tools">
      <ChoiceGroup
        label={t('item.measure')}
        options={measures.map((value) => ({ value, label: columnLabel(value, view.item) }))}
        value={measureOf(view)}
        onChange={(measure) => change(rankedBy(measure))}
      />
      <input
        type="search"
        aria-label={t('item.filter')}
        placeholder={t('item.filter')}
        value={view.filter ?? ''}
        onChange={({ target }) => change({ filter: target.value || undefined }, 'replace')}
      />
      {/* Where records are cards, there are no heads of columns to sort by. */}
      <div className="sort-field">
        <SelectField
          label={t('item.sort')}
          options={sortColumns.map((value) => ({ value, label: columnLabel(value, view.item) }))}
          value={sortOf(view).column}
          onChange={(column) => change(sortedBy(view, column))}
        />
      </div>
      <SelectField
        label={t('item.size')}
        options={sizesOnOffer.map((value) => ({
          value,
          label: t('item.first', { number: count(value) }),
        }))}
        value={view.size}
        onChange={(size) => change({ size })}
      />
      <button type="button" onClick={() => change({ openAll: !view.openAll, open: [] })}>
        {t(view.openAll ? 'item.closeAll' : 'item.openAll')}
      </button>
    </div>
  );
}
