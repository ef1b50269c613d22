import type { FlowDetailsVO } from '@cfw-flow/fetch-client';
import { useId } from 'react';
import { localTime, utcTime } from '../local-time.ts';
import { bytes, count, exactBytes } from '../quantity.ts';
import { Bar } from './bar.tsx';
import { NestedList } from './nested-list.tsx';

interface RecordRowsProps {
  rank: number;
  record: FlowDetailsVO;
  /** Sessions of the first record, which has the longest bar. */
  most: number;
  open: boolean;
  onToggle: () => void;
}

/** One record: its row, and below it, once opened, its nested lists. */
export function RecordRows({ rank, record, most, open, onToggle }: RecordRowsProps) {
  const detailsId = useId();
  const lists = [
    { title: 'Applications', kind: 'short' as const, entries: record.apps },
    { title: 'Destination ports', kind: 'short' as const, entries: record.ports },
    { title: 'Source addresses', kind: 'address' as const, entries: record.src_ip },
    { title: 'Destination addresses', kind: 'address' as const, entries: record.dst_ip },
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
            onClick={onToggle}
          >
            {record.item}
          </button>
          {tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
        </th>
        <td className="number sessions">
          {count(record.sessions)}
          <span className="unit"> sessions</span>
        </td>
        <td className="share">
          <Bar value={record.sessions} of={most} />
        </td>
        <td className="number request" title={exactBytes(record.request_byte)}>
          {bytes(record.request_byte)}
        </td>
        <td className="number response" title={exactBytes(record.response_byte)}>
          {bytes(record.response_byte)}
        </td>
        <td className="number last">
          <time dateTime={utcTime(record.last_time)} title={utcTime(record.last_time)}>
            {localTime(record.last_time)}
          </time>
        </td>
      </tr>
      {open && (
        <tr id={detailsId} className="details">
          <td colSpan={7}>
            <div className="nested">
              {lists.map(
                ({ title, kind, entries }) =>
                  entries !== undefined && (
                    <NestedList
                      key={title}
                      title={title}
                      kind={kind}
                      entries={entries}
                      sessions={record.sessions}
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
