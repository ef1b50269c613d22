import { AssetType, Direction, LogType } from '@cfw-flow/fetch-client';
import type { DialogName } from '../commands/commands.ts';
import { flowsByLogType } from '../api/context.ts';
import { t } from '../text/i18n.ts';
import { assetTypeLabel, directionLabel, logTypeLabel } from '../text/labels.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';
import { CompareField } from './compare-field.tsx';
import { TimePicker } from './time-picker.tsx';

interface ToolbarProps {
  now: number;
  onOpen: (dialog: DialogName) => void;
}

/** Which flows count, of which window, held against which other one. */
export function Toolbar({ now, onOpen }: ToolbarProps) {
  const { view, firewall, change } = useView();
  const held = new Map(flowsByLogType(firewall));
  return (
    <div className="toolbar">
      <TimePicker now={now} onOpen={onOpen} />
      <SelectField
        label={t('logType.label')}
        options={Object.values(LogType).map((value) => {
          const logType = logTypeLabel(value);
          return { value, label: held.has(value) ? logType : t('logType.none', { logType }) };
        })}
        value={view.log_type}
        onChange={(log_type) => change({ log_type })}
      />
      <SelectField
        label={t('direction.label')}
        options={[undefined, ...Object.values(Direction)].map((value) => ({
          value,
          label: directionLabel(value),
        }))}
        value={view.direction}
        onChange={(direction) => change({ direction })}
      />
      <SelectField
        label={t('assets.label')}
        options={[undefined, ...Object.values(AssetType)].map((value) => ({
          value,
          label: assetTypeLabel(value),
        }))}
        value={view.asset_type}
        onChange={(asset_type) => change({ asset_type })}
      />
      <CompareField onOther={() => onOpen('compare')} />
    </div>
  );
}
