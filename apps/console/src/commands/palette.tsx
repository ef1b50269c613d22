import { Command as Palette, defaultFilter } from 'cmdk';
import { useState } from 'react';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useView } from '../view/use-view.ts';
import { type Command, commandGroups } from './commands.ts';
import { groupsOf } from './groups-of.ts';

interface PaletteDialogProps {
  commands: readonly Command[];
  /** Offers firewalls alone. */
  onlyFirewalls?: boolean;
  onClose: () => void;
}

/** Everything that can be done, found by typing; the value of a group leads to its detail. */
export function PaletteDialog({ commands, onlyFirewalls = false, onClose }: PaletteDialogProps) {
  const { change } = useView();
  const [typed, setTyped] = useState('');
  const title = t(onlyFirewalls ? 'firewall.choose' : 'palette.label');
  const groups = commandGroups
    .filter((group) => !onlyFirewalls || group === 'firewalls')
    .map((group) => ({ group, found: commands.filter((command) => command.group === group) }))
    .filter(({ found }) => found.length > 0);
  const details = onlyFirewalls ? [] : groupsOf(typed);
  // Closed first: the command may open another dialog.
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Dialog title={title} bare className="palette" onClose={onClose}>
      <Palette label={title} loop filter={score}>
        <Palette.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={t(onlyFirewalls ? 'firewall.search' : 'palette.placeholder')}
        />
        <Palette.List label={title}>
          <Palette.Empty>{t('palette.nothing')}</Palette.Empty>
          {details.length > 0 && (
            <Palette.Group heading={t('palette.details')}>
              {details.map(({ item, value }) => (
                <Palette.Item
                  key={item}
                  value={`${meant}${item} ${value}`}
                  onSelect={run(() => change({ page: 'detail', item, value }))}
                >
                  <span>{itemLabel(item)}</span> <code>{value}</code>
                </Palette.Item>
              ))}
            </Palette.Group>
          )}
          {groups.map(({ group, found }) => (
            <Palette.Group key={group} heading={t(`palette.${group}`)}>
              {found.map((command) => (
                <Palette.Item
                  key={`${command.label} ${command.detail}`}
                  value={`${group} ${command.label} ${command.detail ?? ''}`}
                  keywords={[command.label, command.detail ?? '']}
                  onSelect={run(command.run)}
                >
                  <span>{command.label}</span>
                  {command.isCurrent === true && (
                    <span className="current">{t('palette.current')}</span>
                  )}
                  {command.detail !== undefined && (
                    <span className="detail-text">{command.detail}</span>
                  )}
                  {command.key !== undefined && <kbd>{command.key}</kbd>}
                </Palette.Item>
              ))}
            </Palette.Group>
          ))}
        </Palette.List>
      </Palette>
    </Dialog>
  );
}

/** Begins the value of what was typed to be opened, which no filter drops. */
const meant = '→ ';

/** How well an item fits what is typed, 0 to 1: its label counts more than what else names it. */
function score(value: string, search: string, [label = '', detail = '']: string[] = []): number {
  if (value.startsWith(meant)) return 1;
  return Math.max(defaultFilter(label, search) * 0.99, defaultFilter(detail, search) * 0.5);
}
