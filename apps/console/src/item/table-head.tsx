import { t } from '../text/i18n.ts';
import { inSentence } from '../text/labels.ts';
import { SortHead } from '../ui/sort-head.tsx';
import { useView } from '../view/use-view.ts';
import { type SortColumn, sortColumns } from '../view/view.ts';
import { columnLabel, sortedBy, sortOf } from './columns.ts';
import { measureOf } from './ranking.ts';

/** The heads of the columns, each of which sorts by its own. */
export function TableHead() {
  const { view, change } = useView();
  const [item, ...others] = sortColumns;
  const sort = sortOf(view);
  const order = sort.descending ? 'descending' : 'ascending';
  const head = (column: SortColumn) => (
    <SortHead
      key={column}
      label={columnLabel(column, view.item)}
      className={column === 'item' ? 'item' : `number ${column}`}
      order={sort.column === column ? order : undefined}
      onSort={() => change(sortedBy(view, column))}
    />
  );
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        <th role="columnheader" scope="col" className="rank">
          <span aria-label={t('measure.rank')}>#</span>
        </th>
        {head(item)}
        <th role="columnheader" scope="col" className="share">
          {t('item.shareOf', { measure: inSentence(columnLabel(measureOf(view), view.item)) })}
        </th>
        {others.map(head)}
      </tr>
    </thead>
  );
}
