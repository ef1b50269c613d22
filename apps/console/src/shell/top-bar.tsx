import type { FirewallSummary } from '@cfw-flow/types/console';
import type { DialogName } from '../commands/commands.ts';
import { firewallDetail, firewallName } from '../text/firewall-name.ts';
import { t } from '../text/i18n.ts';
import { Brand } from '../ui/brand.tsx';
import { useView } from '../view/use-view.ts';
import { DataAge } from './data-age.tsx';
import { Tools } from './tools.tsx';

interface TopBarProps {
  firewalls: readonly FirewallSummary[];
  /** The moment that is shown, milliseconds since 1970 UTC. */
  now: number;
  /** How far the clock of the server is ahead of that of the browser, in milliseconds. */
  clockOffset: number;
  onRefresh: () => void;
  onOpen: (dialog: DialogName) => void;
}

/** What stands above every page: the firewall, the age of the data, and tools. */
export function TopBar({ firewalls, now, clockOffset, onRefresh, onOpen }: TopBarProps) {
  const { view, change } = useView();
  const endsNow = 'last' in view.time;
  return (
    <header className="top">
      <Brand />
      <FirewallButton several={firewalls.length > 1} onClick={() => onOpen('firewalls')} />
      <div className="refresh">
        <DataAge now={now} clockOffset={clockOffset} />
        <label className="live" title={t(endsNow ? 'time.liveHint' : 'time.notLiveHint')}>
          <input
            type="checkbox"
            checked={view.live}
            disabled={!endsNow}
            onChange={(event) => change({ live: event.target.checked })}
          />
          {t('time.live')}
        </label>
        <button type="button" onClick={onRefresh}>
          {t('time.refresh')}
        </button>
      </div>
      <Tools onOpen={onOpen} />
    </header>
  );
}

/** Says which firewall is shown, and leads to the others. */
function FirewallButton({ several, onClick }: { several: boolean; onClick: () => void }) {
  const { firewall } = useView();
  const title = firewallDetail(firewall);
  const name = firewallName(firewall);
  if (!several) {
    return (
      <span className="firewall" title={title}>
        {name}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="firewall"
      title={title}
      aria-label={`${t('firewall.label')}: ${name}`}
      onClick={onClick}
    >
      <span>{name}</span> ▾
    </button>
  );
}
