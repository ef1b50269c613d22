import { FlowItem } from '@cfw-flow/fetch-client';
import { detailRequest } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { TrendPanel } from '../overview/trend-panel.tsx';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { bytes, count, type Whole } from '../text/quantity.ts';
import { timeIn } from '../time/zone.ts';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useView } from '../view/use-view.ts';
import { SessionTable } from './session-table.tsx';

/** One group of an item: its numbers, its course, and its top sessions. */
export function Detail() {
  const { view, api, selection, span } = useView();
  const item = Object.values(FlowItem).find((one) => one === view.item) ?? FlowItem.SRC_IP;
  const value = view.value ?? '';
  const { data, error, isFetching, isOld, refetch } = useAnswer(
    detailRequest(api, selection, span, { item, value }),
  );
  const isAddress = item === FlowItem.SRC_IP || item === FlowItem.DST_IP;
  const time = (at: Whole | undefined) => (at === undefined ? '–' : timeIn(view.zone, Number(at)));
  return (
    <article className={isOld ? 'detail stale' : 'detail'} aria-busy={isFetching}>
      <header className="summary">
        <p>{itemLabel(item)}</p>
        <h2>{value}</h2>
      </header>
      {error !== null && (
        <FailurePanel error={error} onRetry={() => void refetch()} busy={isFetching} />
      )}
      {data === undefined && error === null && <Skeleton rows={5} />}
      {data !== undefined && (
        <dl className="facts">
          <Fact name={t('measure.sessions')} value={count(data.sessions)} />
          <Fact name={t('measure.request')} value={bytes(data.request_byte)} />
          <Fact name={t('measure.response')} value={bytes(data.response_byte)} />
          <Fact name={t('detail.sources')} value={count(data.src_ip_count)} />
          <Fact name={t('detail.destinations')} value={count(data.dst_ip_count)} />
          <Fact name={t('detail.ports')} value={count(data.dst_port_count)} />
          <Fact name={t('detail.applications')} value={count(data.app_count)} />
          <Fact name={t('detail.first')} value={time(data.start_time)} />
          <Fact name={t('measure.lastSeen')} value={time(data.end_time)} />
        </dl>
      )}
      {isAddress && <TrendPanel ip={value} />}
      {data !== undefined && data.records.length === 0 && <p>{t('detail.none')}</p>}
      {data !== undefined && data.records.length > 0 && <SessionTable records={data.records} />}
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
