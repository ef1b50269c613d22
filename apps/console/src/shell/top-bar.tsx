import type { FirewallSummary } from '@cfw-flow/types/console';
import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';
import { clockIn, utcTime } from '../time/zone.ts';
import { Brand } from '../ui/brand.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';
import { Preferences } from './preferences.tsx';
import { ZoneField } from './zone-field.tsx';

interface TopBarProps {
  firewalls: readonly FirewallSummary[];
  /** The moment that is shown, milliseconds since 1970 UTC. */
  now: number;
  onRefresh: () => void;
}

/** What stands above every page: the firewall, the age of the data, and how the page is shown. */
export function TopBar({ firewalls, now, onRefresh }: TopBarProps) {
  const { view, change } = useView();
  const endsNow = 'last' in view.time;
  return (
    <header className="top">
      <Brand />
      <SelectField
        label={t('firewall.label')}
        options={firewalls.map(({ fw_instance_id, flows }) => ({
          value: fw_instance_id,
          label:
            flows === undefined
              ? fw_instance_id
              : t('firewall.flows', { id: fw_instance_id, flows: count(flows) }),
        }))}
        value={view.fw_instance_id}
        onChange={(fw_instance_id) => change({ fw_instance_id })}
      />
      <div className="refresh">
        <span className="updated">
          <time dateTime={utcTime(now)} title={utcTime(now)}>
            {t('time.until', { time: clockIn(view.zone, now) })}
          </time>
        </span>
        <label className="live" title={t(endsNow ? 'time.liveHint' : 'time.notLiveHint')}>
          <input
            type="checkbox"
            checked={view.live && endsNow}
            disabled={!endsNow}
            onChange={(event) => change({ live: event.target.checked })}
          />
          {t('time.live')}
        </label>
        <button type="button" onClick={onRefresh}>
          {t('time.refresh')}
        </button>
      </div>
      <Preferences>
        <ZoneField now={now} />
      </Preferences>
    </header>
  );
}
