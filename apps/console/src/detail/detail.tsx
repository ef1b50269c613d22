import type { FlowDetail, FlowGroup, FlowItem } from '@cfw-flow/fetch-client';
import { explainNoFlows } from '../api/no-flows.ts';
import { detailRequest, hasTrend } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { TrendPanel } from '../charts/trend-panel.tsx';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { percent } from '../text/quantity.ts';
import { visible } from '../text/visible.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { CopyValue } from '../ui/copy-value.tsx';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { onDemand } from '../ui/on-demand.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { useAnswerBefore } from '../view/window-before.ts';
import { ViewLink } from '../view/view-link.tsx';
import { detailItem } from './detail-item.ts';
import { GroupFacts } from './group-facts.tsx';
import { SessionTable } from './session-table.tsx';
import { useGroupRecord, useThreatLists } from './use-group-record.ts';
import { ValueList } from './value-list.tsx';
import { valueShares } from './value-shares.ts';

const FlowDiagram = onDemand(
  async () => (await import('./flow-diagram.tsx')).FlowDiagram,
  <div className="flow-diagram" />,
);

/** One group of an item: its numbers, its course, where its flows run, and its top sessions. */
export function Detail() {
  const { view } = useView();
  const [item, value] = [detailItem(view), view.value ?? ''];
  return (
    <article className="detail">
      <header className="summary">
        <ViewLink to={{ page: 'item', item }}>{itemLabel(item)}</ViewLink>
        <h2>{visible(value)}</h2>
        <CopyValue text={value} />
      </header>
      {/* The answer about another group must not stand in for this one's. */}
      <Group key={`${item} ${value}`} item={item} value={value} />
    </article>
  );
}

function Group({ item, value }: { item: FlowItem; value: string }) {
  const { view, firewall, api, selection, span, before, change } = useView();
  const group = { item, value };
  const now = useAnswer(detailRequest(api, selection, span, group));
  const earlier = useAnswerBefore(detailRequest(api, selection, before, group));
  // Asked at once, though they are shown beside what the detail says.
  const record = useGroupRecord(item, value);
  const threatLists = useThreatLists(item, value);
  const { data, error } = now;

  const failure = error !== null && (
    <FailurePanel error={error} onRetry={() => void now.refetch()} busy={now.isFetching} />
  );
  if (data === undefined) return failure || <Skeleton rows={5} />;
  if (data.records.length === 0) {
    const seenBefore = Number(earlier?.sessions ?? 0) > 0 ? before : undefined;
    return (
      <EmptyState
        explanation={explainNoFlows({ ...view, item }, firewall, span, seenBefore)}
        onChange={change}
      />
    );
  }
  return (
    <div className={now.isOld ? 'group stale' : 'group'} aria-busy={now.isFetching}>
      {failure}
      <GroupFacts
        item={item}
        now={data}
        before={earlier}
        record={record}
        threatLists={threatLists}
      />
      {hasTrend(item) && <TrendPanel ip={value} />}
      <Flows {...group} detail={data} />
      <Values item={item} detail={data} record={record} />
      <SessionTable item={item} records={data.records} />
    </div>
  );
}

interface PartProps {
  item: FlowItem;
  value: string;
  detail: FlowDetail<'bigint'>;
}

/** Which way the flows of the group run, as far as its top sessions show. */
function Flows({ item, value, detail }: PartProps) {
  const { view } = useView();
  const [measure, whole] =
    view.order === 'byte'
      ? (['bytes', detail.bytes] as const)
      : (['sessions', detail.sessions] as const);
  const drawn = detail.records.reduce((sum, one) => sum + BigInt(one[measure]), 0n);
  if (drawn === 0n) return null;
  const text =
    drawn === BigInt(whole)
      ? t('detail.flowsOfAll')
      : t('detail.flowsOfTop', { share: percent(drawn, whole) });
  return (
    <figure className="flows" aria-label={t('detail.flows')}>
      <figcaption>
        <h2>{t('detail.flows')}</h2>
        <p>{text}</p>
      </figcaption>
      <FlowDiagram item={item} value={value} sessions={detail.records} />
    </figure>
  );
}

interface ValuesProps {
  item: FlowItem;
  detail: FlowDetail<'bigint'>;
  record: FlowGroup<'bigint'> | undefined;
}

/** What else the flows of the group have in common. */
function Values({ item, detail, record }: ValuesProps) {
  return (
    <div className="value-lists">
      {valueShares(item, record, detail.records).map((shares) => (
        <ValueList key={shares.item} shares={shares} sessions={detail.sessions} />
      ))}
    </div>
  );
}
