import type { Item, ListFlowStatisticRespData } from '@cfw-flow/fetch-client';
import { itemsLabel, shownOf } from '../labels.ts';
import { localMinute, localZone, utcTime } from '../local-time.ts';
import type { Span } from '../span.ts';

interface SummaryProps {
  item: Item;
  answer: ListFlowStatisticRespData;
  window: Span | undefined;
}

/** What is ranked, how much of it is shown, and the window that was applied. */
export function Summary({ item, answer, window }: SummaryProps) {
  return (
    <div className="summary">
      <h2>{itemsLabel(item)}</h2>
      <p role="status">{shownOf(answer.records.length, answer.total, item)}</p>
      {window !== undefined && (
        <p className="window">
          <Moment time={window.start} /> – <Moment time={window.end} />
          <span className="zone">{localZone(window.end)}</span>
        </p>
      )}
    </div>
  );
}

function Moment({ time }: { time: number }) {
  return (
    <time dateTime={utcTime(time)} title={utcTime(time)}>
      {localMinute(time)}
    </time>
  );
}
