import type { FlowItem, FlowTop } from '@cfw-flow/fetch-client';
import { explainNoFlows } from '../api/no-flows.ts';
import { useAnswer } from '../api/use-answer.ts';
import { statisticRequest, topRequest } from '../api/requests.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { maxSize } from '../view/view.ts';
import { useAnswerBefore } from '../view/window-before.ts';
import { itemsOf } from './items-of.ts';
import { rank } from './ranking.ts';
import { useRoom } from './use-room.ts';
import { RankedPanel } from './ranked-panel.tsx';
import { everything, sumUp } from '../api/sums.ts';
import { Totals } from '../ui/totals.tsx';
import { TrendPanel } from '../charts/trend-panel.tsx';

/** Groups of each item that are asked for: those shown, and those that changes are told from. */
const depth = maxSize;

/** All at once: how much, when, and the greatest of each item, against the window before. */
export function Overview() {
  const { view, firewall, api, selection, span, before, change } = useView();
  const room = useRoom();
  const items = itemsOf(view.log_type);
  const other = view.order === 'record' ? 'byte' : 'record';
  const top = { items, size: depth };

  const sums = useAnswer(statisticRequest(api, selection, span, everything));
  const sumsBefore = useAnswerBefore(statisticRequest(api, selection, before, everything));
  const ranked = useAnswer(topRequest(api, selection, span, { ...top, order: view.order }));
  const others = useAnswer(topRequest(api, selection, span, { ...top, order: other }));
  const earlier = useAnswerBefore(
    topRequest(api, selection, before, { ...top, order: view.order }),
  );

  const error = sums.error ?? ranked.error ?? others.error;
  const failure = error !== null && (
    <FailurePanel
      error={error}
      busy={ranked.isFetching}
      onRetry={() => void Promise.all([sums.refetch(), ranked.refetch(), others.refetch()])}
    />
  );
  const totals = sums.data && sumUp(sums.data.records);
  if (failure && totals === undefined) return failure;
  if (sums.data?.total === 0) {
    return <EmptyState explanation={explainNoFlows(view, firewall, span)} onChange={change} />;
  }

  const isBusy = sums.isOld || ranked.isOld;
  return (
    <>
      {failure}
      <div className={isBusy && totals ? 'overview stale' : 'overview'} aria-busy={isBusy}>
        {totals ? (
          <Totals now={totals} before={sumsBefore && sumUp(sumsBefore.records)} />
        ) : (
          <Skeleton rows={1} />
        )}
        <TrendPanel height={room.trend} />
        {totals && ranked.data ? (
          <RankedPanels
            items={items}
            shown={room.entries}
            whole={view.order === 'record' ? totals.sessions : totals.bytes}
            now={ranked.data}
            before={earlier}
            // Those of another window would stand beside groups of this one.
            others={others.isOld && !isBusy ? undefined : others.data}
          />
        ) : (
          <Skeleton rows={10} />
        )}
      </div>
    </>
  );
}

type Rankings = FlowTop<'bigint'>;

interface RankedPanelsProps {
  items: readonly FlowItem[];
  /** Groups of each item that there is room for. */
  shown: number;
  /** What all flows come to. */
  whole: bigint;
  now: Rankings;
  /** Those of the window before, once they are known. */
  before: Rankings | undefined;
  /** Those by the other measure, once they are known. */
  others: Rankings | undefined;
}

function RankedPanels({ items, shown, whole, now, before, others }: RankedPanelsProps) {
  return (
    <div className="ranked-panels">
      {items.map((item) => (
        <RankedPanel
          key={item}
          item={item}
          shown={shown}
          whole={whole}
          depth={depth}
          ranking={rank({ now: now[item] ?? [], before: before && (before[item] ?? []), depth })}
          others={others?.[item] ?? []}
        />
      ))}
    </div>
  );
}
