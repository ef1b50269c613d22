import type { DialogName } from '../commands/commands.ts';
import { t } from '../text/i18n.ts';
import type { Ignored } from '../view/view.ts';

interface IgnoredNoticeProps {
  ignored: readonly Ignored[];
  /** Opens a dialog; undefined where there is but one firewall to choose. */
  onOpen: ((dialog: DialogName) => void) | undefined;
}

/** Says which values of the URL were no good, so that nobody takes a default for what they asked. */
export function IgnoredNotice({ ignored, onOpen }: IgnoredNoticeProps) {
  if (ignored.length === 0) return null;
  const isFirewall = ignored.some(({ name }) => name === 'fw_instance_id');
  return (
    <div className="notice" role="status">
      <p>
        {t('notice.ignored', { count: ignored.length })}{' '}
        {ignored.map(({ name, value }, index) => (
          <span key={name}>
            {index > 0 && ', '}
            <code>{`${name}=${value}`}</code>
          </span>
        ))}
      </p>
      {isFirewall && <p>{t('notice.noFirewall')}</p>}
      {isFirewall && onOpen !== undefined && (
        <div className="actions">
          <button type="button" onClick={() => onOpen('firewalls')}>
            {t('firewall.choose')}
          </button>
        </div>
      )}
    </div>
  );
}
