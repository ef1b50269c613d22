import { useState } from 'react';
import { t } from '../text/i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import type { Command } from './commands.ts';
import { paletteKey } from './palette-key.ts';
import { areSingleKeysOn, turnSingleKeys } from './single-keys.ts';

interface KeyListProps {
  commands: readonly Command[];
  onClose: () => void;
}

/** All keys with what they do. */
export function KeyList({ commands, onClose }: KeyListProps) {
  const [on, setOn] = useState(areSingleKeysOn);
  return (
    <Dialog title={t('command.keys')} className="keys" onClose={onClose}>
      <dl>
        <Key name={paletteKey} label={t('palette.label')} />
        {commands.map(
          ({ key, label }) => key !== undefined && <Key key={key} name={key} label={label} />,
        )}
        <Key name="↑ ↓" label={t('keys.rows')} />
        <Key name="→ ←" label={t('keys.open')} />
        <Key name="Esc" label={t('dialog.close')} />
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            turnSingleKeys(event.target.checked);
          }}
        />
        {t('keys.single')}
      </label>
    </Dialog>
  );
}

function Key({ name, label }: { name: string; label: string }) {
  return (
    <div>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{label}</dd>
    </div>
  );
}
