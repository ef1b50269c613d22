import type { DialogName } from '../commands/commands.ts';
import { paletteKey } from '../commands/palette-key.ts';
import { t } from '../text/i18n.ts';
import { Icon, type IconName } from '../ui/icon.tsx';

/** What can be done with any page, by buttons. */
export function Tools({ onOpen }: { onOpen: (dialog: DialogName) => void }) {
  return (
    <div className="tools">
      <button
        type="button"
        className="search"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => onOpen('palette')}
      >
        <Icon name="search" />
        <span>{t('command.search')}</span>
        <kbd aria-hidden="true">{paletteKey}</kbd>
      </button>
      <Tool icon="views" label={t('command.views')} onClick={() => onOpen('views')} />
      <Tool icon="share" label={t('command.share')} onClick={() => onOpen('share')} />
      <Tool icon="keys" label={t('command.keys')} onClick={() => onOpen('keys')} />
    </div>
  );
}

function Tool(props: { icon: IconName; label: string; onClick: () => void }) {
  const { icon, label, onClick } = props;
  return (
    <button type="button" className="tool" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
