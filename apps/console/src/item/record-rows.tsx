import { type FlowGroup, FlowItem, type Item } from '@cfw-flow/fetch-client';
import { useId } from 'react';
import { t } from '../text/i18n.ts';
import { bytes, count } from '../text/quantity.ts';
import { timeIn, utcTime } from '../time/zone.ts';
import { Bar } from '../ui/bar.tsx';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import { NestedList } from './nested-list.tsx';

interface RecordRowsProps {
  item: Item;
  rank: number;
  record: FlowGroup<'bigint'>;
  /** Sessions of the first record, which has the longest bar. */
  most: number;
  open: boolean;
  onToggle: () => void;
}

/** One record: its row, and below it, once opened, its nested lists. */
export function RecordRows({ item, rank, record, most, open, onToggle }: RecordRowsProps) {
  const { view } = useView();
  const detailsId = useId();
  const exactBytes = (value: number | bigint) =>
    t('measure.exactBytes', { count: Number(value), number: count(value) });
  const group = Object.values(FlowItem).find((one) => one === item);
  const lists = [
    { item: FlowItem.APP, title: t('item.applications'), entries: record.apps },
    { item: FlowItem.DST_PORT, title: t('item.ports'), entries: record.ports },
    { item: FlowItem.SRC_IP, title: t('item.sources'), entries: record.src_ip },
    { item: FlowItem.DST_IP, title: t('item.destinations'), entries: record.dst_ip },
  ];
  // What else is known of the record, when it is known.
  const tags = [
    record.protocol,
    record.region,
    record.device_name,
    record.associate_instance_type,
    record.tags,
  ].filter((tag) => tag !== undefined);

  return (
    <tbody className={open ? 'open' : undefined}>
      <tr>
        <td className="rank">{rank}</td>
        <th scope="row" className="item">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? detailsId : undefined}
            aria-label={record.item}
            onClick={onToggle}
          />
          {group === undefined ? (
            <span className="key">{record.item}</span>
          ) : (
            <ViewLink className="key" to={{ page: 'detail', item, value: record.item }}>
              {record.item}
            </ViewLink>
          )}
          {tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
        </th>
        <td className="number sessions">{count(record.sessions)}</td>
        <td className="share">
          <Bar value={Number(record.sessions)} of={most} />
        </td>
        <td className="number request" title={exactBytes(record.request_byte)}>
          {bytes(record.request_byte)}
        </td>
        <td className="number response" title={exactBytes(record.response_byte)}>
          {bytes(record.response_byte)}
        </td>
        <td className="number last">
          <time
            dateTime={utcTime(Number(record.last_time))}
            title={utcTime(Number(record.last_time))}
          >
            {timeIn(view.zone, Number(record.last_time))}
          </time>
        </td>
      </tr>
      {open && (
        <tr id={detailsId} className="details">
          <td colSpan={7}>
            <div className="nested">
              {lists.map(
                ({ item: one, title, entries }) =>
                  entries !== undefined && (
                    <NestedList
                      key={title}
                      title={title}
                      item={one}
                      entries={entries}
                      sessions={Number(record.sessions)}
                    />
                  ),
              )}
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}
