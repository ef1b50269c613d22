import { FlowItem, type FlowSessions } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { bytes, count } from '../text/quantity.ts';
import { Moment } from '../ui/moment.tsx';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import {
  readSort,
  type SessionColumn,
  type SessionSort,
  sortAfter,
  sortSessions,
  writeSort,
} from './sort-sessions.ts';

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
  const { view } = useView();
  const sort = readSort(view.session_sort);
  const isShown = (column: FlowItem) =>
    column !== item && records.some((record) => record[column] !== undefined);
  const shown = values.filter(isShown);
  const shownRegions = regions.filter(isShown);
  return (
    <section className="sessions-table" aria-label={t('detail.sessions')}>
      <h2>{t('detail.sessions')}</h2>
      <p>{t('detail.same')}</p>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('detail.sessions')}>
        <table>
          <thead>
            <tr>
              {shown.map((column) => (
                <SortHead key={column} column={column} sort={sort} label={itemLabel(column)} />
              ))}
              <SortHead column="sessions" sort={sort} label={t('measure.sessions')} />
              <SortHead column="request_byte" sort={sort} label={t('measure.request')} />
              <SortHead column="response_byte" sort={sort} label={t('measure.response')} />
              <SortHead column="end_time" sort={sort} label={t('measure.lastSeen')} />
              {shownRegions.map((column) => (
                <SortHead key={column} column={column} sort={sort} label={itemLabel(column)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sortSessions(records, sort).map((record) => (
              <tr
                key={Object.values(FlowItem)
                  .map((column) => record[column])
                  .join('\n')}
              >
                {shown.map((column) => (
                  <ValueCell key={column} column={column} record={record} />
                ))}
                <td className="number">{count(record.sessions)}</td>
                <td className="number" title={count(record.request_byte)}>
                  {bytes(record.request_byte)}
                </td>
                <td className="number" title={count(record.response_byte)}>
                  {bytes(record.response_byte)}
                </td>
                <td className="number">
                  <Moment time={Number(record.end_time)} />
                </td>
                {shownRegions.map((column) => (
                  <ValueCell key={column} column={column} record={record} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface SortHeadProps {
  column: SessionColumn;
  sort: SessionSort;
  label: string;
}

function SortHead({ column, sort, label }: SortHeadProps) {
  const { change } = useView();
  const isNumber = !Object.values<string>(FlowItem).includes(column);
  const order = sort.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      className={isNumber ? 'number' : undefined}
      aria-sort={sort.column === column ? order : undefined}
    >
      <button
        type="button"
        onClick={() => change({ session_sort: writeSort(sortAfter(sort, column)) })}
      >
        {label}
      </button>
    </th>
  );
}

/** A value, and the name of the asset that an address belongs to. */
function ValueCell({ column, record }: { column: FlowItem; record: Sessions }) {
  const value = record[column];
  const asset =
    (column === FlowItem.SRC_IP && record.src_device_name) ||
    (column === FlowItem.DST_IP && record.dst_device_name);
  if (value === undefined) return <td />;
  return (
    <td>
      <ViewLink title={value} to={{ page: 'detail', item: column, value }}>
        {value}
      </ViewLink>
      {asset && <span className="tag">{asset}</span>}
    </td>
  );
}
