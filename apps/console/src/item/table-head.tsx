import { t } from '../text/i18n.ts';
import { inSentence } from '../text/labels.ts';
import { useView } from '../view/use-view.ts';
import { type SortColumn, sortColumns } from '../view/view.ts';
import { columnLabel, sortedBy, sortOf } from './columns.ts';
import { measureOf } from './ranking.ts';

/** The heads of the columns, each of which sorts by its own. */
export function TableHead() {
  const { view } = useView();
  const [item, ...others] = sortColumns;
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        <th role="columnheader" scope="col" className="rank">
          <span aria-label={t('measure.rank')}>#</span>
        </th>
        <SortHead column={item} />
        <th role="columnheader" scope="col" className="share">
          {t('item.shareOf', { measure: inSentence(columnLabel(measureOf(view), view.item)) })}
        </th>
        {others.map((column) => (
          <SortHead key={column} column={column} />
        ))}
      </tr>
    </thead>
  );
}

function SortHead({ column }: { column: SortColumn }) {
  const { view, change } = useView();
  const sort = sortOf(view);
  const order = sort.descending ? 'descending' : 'ascending';
  return (
    <th
      role="columnheader"
      scope="col"
      className={column === 'item' ? 'item' : `number ${column}`}
      aria-sort={sort.column === column ? order : undefined}
    >
      <button type="button" onClick={() => change(sortedBy(view, column))}>
        {columnLabel(column, view.item)}
      </button>
    </th>
  );
}
