import { TrendPanel } from '../charts/trend-panel.tsx';
import { t } from '../text/i18n.ts';

const height = 118;

interface PointedTrendProps {
  /** The address that the reader points at; without one, the traffic is that of all flows. */
  ip: string | undefined;
  /** Whether there are any to point at, so that the chart has to stay in sight. */
  stays: boolean;
  onLeave: () => void;
}

/** When the traffic of the group under the pointer was. */
export function PointedTrend({ ip, stays, onLeave }: PointedTrendProps) {
  return (
    <div className={stays ? 'pointed-trend stays' : 'pointed-trend'}>
      <TrendPanel ip={ip} height={height}>
        <h2 className={ip === undefined ? undefined : 'key'}>{ip ?? t('item.allFlows')}</h2>
        {ip !== undefined && (
          <button type="button" onClick={onLeave}>
            {t('item.backToAll')}
          </button>
        )}
      </TrendPanel>
    </div>
  );
}
