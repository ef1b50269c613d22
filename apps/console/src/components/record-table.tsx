import type { FlowDetailsVO, Item } from '@cfw-flow/fetch-client';
import { useState } from 'react';
import { itemLabel } from '../labels.ts';
import { RecordRows } from './record-rows.tsx';

interface RecordTableProps {
  item: Item;
  records: FlowDetailsVO[];
}

/** The ranking. Each record opens to show what its flows have in common. */
export function RecordTable({ item, records }: RecordTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const allOpen = records.every((record) => open.has(record.item));
  const most = Math.max(...records.map(({ sessions }) => sessions));

  function toggle(key: string) {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  }

  return (
    <>
      <button
        className="toggle-all"
        type="button"
        onClick={() => setOpen(new Set(allOpen ? [] : records.map((record) => record.item)))}
      >
        {allOpen ? 'Close all' : 'Open all'}
      </button>
      <table className="records">
        <thead>
          <tr>
            <th scope="col" className="rank">
              <span aria-label="Rank">#</span>
            </th>
            <th scope="col">{itemLabel(item)}</th>
            <th scope="col" className="sessions" colSpan={2}>
              Sessions
            </th>
            <th scope="col" className="number">
              Request
            </th>
            <th scope="col" className="number">
              Response
            </th>
            <th scope="col" className="number">
              Last seen
            </th>
          </tr>
        </thead>
        {records.map((record, index) => (
          <RecordRows
            key={record.item}
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
