import { type ReactNode, useMemo } from 'react';
import { trendRequest } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { TrendChart, type TrendPoint } from './trend-chart.tsx';
import { t } from '../text/i18n.ts';
import type { Whole } from '../text/quantity.ts';
import { minuteIn, zoneLabel } from '../time/zone.ts';
import { FailurePanel } from '../ui/failure-panel.tsx';
import { useView } from '../view/use-view.ts';
import { isHeld, useAnswerBefore } from '../view/window-before.ts';

interface TrendPanelProps {
  /** The address whose traffic it is; without one, it is that of all. */
  ip?: string | undefined;
  /** Height of the chart in pixels. */
  height?: number;
  /** What stands above the chart, if not its name and its window. */
  children?: ReactNode;
}

/** Traffic over time of the window and of the one before it. */
export function TrendPanel({ ip, height = 160, children }: TrendPanelProps) {
  const { view, firewall, api, selection, span, before, change } = useView();
  const now = useAnswer(trendRequest(api, selection, span, ip));
  const earlier = useAnswerBefore(trendRequest(api, selection, before, ip));
  const shift = span.start - before.start;
  const points = useMemo(() => now.data && pointsOf(now.data.records, 0), [now.data]);
  const isCompared = isHeld(before, firewall);
  const pointsBefore = useMemo(
    () => (isCompared ? pointsOf(earlier?.records ?? [], shift) : undefined),
    [isCompared, earlier, shift],
  );
  return (
    <section
      className={now.isOld ? 'trend stale' : 'trend'}
      aria-busy={now.isFetching}
      aria-label={t('overview.trend')}
    >
      <header>
        {children ?? (
          <>
            <h2>{t('overview.trend')}</h2>
            <span className="window">
              {minuteIn(view.zone, span.start)} – {minuteIn(view.zone, span.end)}{' '}
              <span className="zone">{zoneLabel(view.zone, span.end)}</span>
            </span>
          </>
        )}
      </header>
      {now.error !== null && (
        <FailurePanel error={now.error} busy={now.isFetching} onRetry={() => void now.refetch()} />
      )}
      {points === undefined ? (
        now.error === null && <div style={{ blockSize: height + 24 }} />
      ) : (
        <TrendChart
          points={points}
          before={pointsBefore}
          zone={view.zone}
          height={height}
          onZoom={({ start, end }) => change({ time: { start_time: start, end_time: end } })}
        />
      )}
    </section>
  );
}

function pointsOf(
  records: readonly { agg_time: Whole; in_bps: Whole; out_bps: Whole }[],
  shift: number,
): TrendPoint[] {
  return records.map(({ agg_time, in_bps, out_bps }) => ({
    time: Number(agg_time) + shift,
    inbound: Number(in_bps),
    outbound: Number(out_bps),
  }));
}
