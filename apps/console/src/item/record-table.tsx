import type { FlowGroup, Item } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { useView } from '../view/use-view.ts';
import { RecordRows } from './record-rows.tsx';

interface RecordTableProps {
  item: Item;
  records: readonly FlowGroup<'bigint'>[];
}

/** The ranking. Each record opens to show what its flows have in common. */
export function RecordTable({ item, records }: RecordTableProps) {
  const { view, change } = useView();
  const open = new Set(view.open);
  const allOpen = records.every((record) => open.has(record.item));
  const most = Math.max(...records.map(({ sessions }) => Number(sessions)));

  function toggle(key: string) {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    change({ open: [...next] });
  }

  return (
    <>
      <button
        className="toggle-all"
        type="button"
        onClick={() => change({ open: allOpen ? [] : records.map((record) => record.item) })}
      >
        {t(allOpen ? 'item.closeAll' : 'item.openAll')}
      </button>
      <table className="records">
        <thead>
          <tr>
            <th scope="col" className="rank">
              <span aria-label={t('measure.rank')}>#</span>
            </th>
            <th scope="col">{itemLabel(item)}</th>
            <th scope="col" className="sessions" colSpan={2}>
              {t('measure.sessions')}
            </th>
            <th scope="col" className="number">
              {t('measure.request')}
            </th>
            <th scope="col" className="number">
              {t('measure.response')}
            </th>
            <th scope="col" className="number">
              {t('measure.lastSeen')}
            </th>
          </tr>
        </thead>
        {records.map((record, index) => (
          <RecordRows
            key={record.item}
            item={item}
            rank={index + 1}
            record={record}
            most={most}
            open={open.has(record.item)}
            onToggle={() => toggle(record.item)}
          />
        ))}
      </table>
    </>
  );
}
