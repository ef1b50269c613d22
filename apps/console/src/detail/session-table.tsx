import { FlowItem, type FlowSessions } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { bytes, count, type Whole } from '../text/quantity.ts';
import { Moment } from '../ui/moment.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { SortHead } from '../ui/sort-head.tsx';
import { sortAfter } from '../view/sort.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import type { SessionColumn } from '../view/view.ts';
import { asAnswered, sortSessions } from './sort-sessions.ts';

type Sessions = FlowSessions<'bigint'>;

/** What sessions are told by; regions stand behind their numbers, as the last to be looked at. */
const regions: readonly FlowItem[] = [FlowItem.SRC_REGION_NAME, FlowItem.DST_REGION_NAME];
const values: readonly FlowItem[] = Object.values(FlowItem).filter(
  (item) => !regions.includes(item),
);

interface SessionTableProps {
  /** What all these sessions have in common needs no column. */
  item: FlowItem;
  records: readonly Sessions[];
}

/** The sessions of a group that occur most, each of whose values leads to its own detail. */
export function SessionTable({ item, records }: SessionTableProps) {
  const { view, change } = useView();
  const sort = view.session_sort ?? asAnswered;
  const order = sort.descending ? 'descending' : 'ascending';
  const sortBy = (column: SessionColumn) =>
    change({ session_sort: sortAfter(sort, column, isValue(column)) });
  const isShown = (column: FlowItem) =>
    column !== item && records.some((record) => record[column] !== undefined);
  const columns: SessionColumn[] = [
    ...values.filter(isShown),
    'sessions',
    'request_byte',
    'response_byte',
    'end_time',
    ...regions.filter(isShown),
  ];
  return (
    <section className="sessions-table" aria-label={t('detail.sessions')}>
      <h2>{t('detail.sessions')}</h2>
      <p>{t('detail.same')}</p>
      {/* Where sessions are cards, there are no heads of columns to sort by. */}
      <div className="sort-field">
        <SelectField
          label={t('item.sort')}
          options={columns.map((value) => ({ value, label: columnLabel(value) }))}
          value={sort.column}
          onChange={sortBy}
        />
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('detail.sessions')}>
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <SortHead
                  key={column}
                  label={columnLabel(column)}
                  className={classOf(column)}
                  order={sort.column === column ? order : undefined}
                  onSort={() => sortBy(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {sortSessions(records, sort).map((record) => (
              <tr
                key={Object.values(FlowItem)
                  .map((column) => record[column])
                  .join('\n')}
                role="row"
              >
                {columns.map((column) => (
                  <Cell key={column} column={column} record={record} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const isValue = (column: SessionColumn): column is FlowItem =>
  Object.values<string>(FlowItem).includes(column);

const classOf = (column: SessionColumn): string => (isValue(column) ? column : `number ${column}`);

function columnLabel(column: SessionColumn): string {
  if (isValue(column)) return itemLabel(column);
  const keys = {
    sessions: 'measure.sessions',
    request_byte: 'measure.request',
    response_byte: 'measure.response',
    end_time: 'measure.lastSeen',
  } as const;
  return t(keys[column]);
}

/** What a line of sessions has in a column, after its name, which cards show. */
function Cell({ column, record }: { column: SessionColumn; record: Sessions }) {
  return (
    <td role="cell" className={classOf(column)}>
      {record[column] !== undefined && (
        <>
          <span className="unit">{columnLabel(column)} </span>
          {isValue(column) ? (
            <Value column={column} record={record} />
          ) : (
            <Amount column={column} value={record[column]} />
          )}
        </>
      )}
    </td>
  );
}

/** A value, and the name of the asset that an address belongs to. */
function Value({ column, record }: { column: FlowItem; record: Sessions }) {
  const value = record[column];
  const asset =
    (column === FlowItem.SRC_IP && record.src_device_name) ||
    (column === FlowItem.DST_IP && record.dst_device_name);
  return (
    <>
      <ViewLink title={value} to={{ page: 'detail', item: column, value }}>
        {value}
      </ViewLink>
      {asset && <span className="tag">{asset}</span>}
    </>
  );
}

function Amount({ column, value }: { column: SessionColumn; value: Whole }) {
  if (column === 'end_time') return <Moment time={Number(value)} />;
  return column === 'sessions' ? count(value) : <span title={count(value)}>{bytes(value)}</span>;
}
