import { memo, type Ref } from 'react';
import { t } from '../text/i18n.ts';
import { bytes, count, percent, type Whole } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { Movement } from '../ui/movement.tsx';
import { Moment } from '../ui/moment.tsx';
import { amountBefore, amountOf, type Measure, type RankedGroup } from './ranking.ts';
import { RecordDetails } from './record-details.tsx';
import { RecordName } from './record-name.tsx';

interface RecordRowProps {
  ref: Ref<HTMLTableRowElement>;
  index: number;
  /** Pixels from the first row. */
  offset: number;
  ranked: RankedGroup;
  measure: Measure;
  /** What the longest bar stands for. */
  most: number;
  whole: Whole | undefined;
  depth: number | undefined;
  open: boolean;
  onToggle: (key: string) => void;
}

/** A group: its numbers, and once it is open, its nested lists. Others coming and going don't draw it again. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { ref, index, offset, ranked, measure, most, whole, depth, open, onToggle } = props;
  const { group, rank } = ranked;
  const amount = amountOf(ranked, measure);
  const isOpen = open && group !== undefined;
  return (
    <tr
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={isOpen ? 'record open' : 'record'}
      style={{ transform: `translateY(${offset}px)` }}
    >
      <td role="cell" className="rank">
        {rank}
      </td>
      <RecordName ranked={ranked} open={isOpen} onToggle={onToggle} />
      <td role="cell" className="share">
        {amount !== undefined && (
          <>
            <Bar value={Number(amount)} of={most} />
            {whole !== undefined && <span>{percent(amount, whole)}</span>}
          </>
        )}
      </td>
      <td role="cell" className="number sessions">
        <span className="unit">{t('measure.sessions')} </span>
        {group === undefined ? '–' : count(group.sessions)}
      </td>
      <Bytes name="bytes" label={t('measure.bytes')} value={ranked.bytes} />
      <Bytes name="request_byte" label={t('measure.request')} value={group?.request_byte} />
      <Bytes name="response_byte" label={t('measure.response')} value={group?.response_byte} />
      <td role="cell" className="number change">
        <span className="unit">{t('measure.change')} </span>
        {amount !== undefined && depth !== undefined && (
          <Movement
            value={amount}
            before={amountBefore(ranked, measure)}
            depth={depth}
            spell={measure === 'sessions' ? count : bytes}
          />
        )}
      </td>
      <LastSeen time={group?.last_time} />
      {isOpen && <RecordDetails group={group} />}
    </tr>
  );
});

function Bytes({ name, label, value }: { name: Measure; label: string; value: Whole | undefined }) {
  const title =
    value === undefined
      ? undefined
      : t('measure.exactBytes', { count: Number(value), number: count(value) });
  return (
    <td role="cell" className={`number ${name}`} title={title}>
      <span className="unit">{label} </span>
      {value === undefined ? '–' : bytes(value)}
    </td>
  );
}

function LastSeen({ time }: { time: Whole | undefined }) {
  return (
    <td role="cell" className="number last_time">
      <span className="unit">{t('measure.lastSeen')} </span>
      {time === undefined ? '–' : <Moment time={Number(time)} />}
    </td>
  );
}
