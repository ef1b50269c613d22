import { AssetType, Direction, LogType } from '@cfw-flow/fetch-client';
import { assetTypeLabel, directionLabel, logTypeLabel } from '../labels.ts';
import { count } from '../quantity.ts';
import { sizes, type View } from '../view.ts';
import { ChoiceGroup } from './choice-group.tsx';
import { SelectField } from './select-field.tsx';
import { TimePicker } from './time-picker.tsx';

const logTypes = Object.values(LogType).map((value) => ({ value, label: logTypeLabel(value) }));
const directions = [undefined, ...Object.values(Direction)].map((value) => ({
  value,
  label: directionLabel(value),
}));
const assetTypes = [undefined, ...Object.values(AssetType)].map((value) => ({
  value,
  label: assetTypeLabel(value),
}));

interface FiltersProps {
  view: View;
  onChange: (changes: Partial<View>) => void;
}

/** Which flows count, and how many records to show. */
export function Filters({ view, onChange }: FiltersProps) {
  // The URL may ask for a size that is not on the list.
  const sizesOnOffer = [...new Set([...sizes, view.size])].sort((a, b) => a - b);
  return (
    <div className="filters">
      <TimePicker time={view.time} onChange={(time) => onChange({ time })} />
      <ChoiceGroup
        label="Direction"
        layout="row"
        options={directions}
        value={view.direction}
        onChange={(direction) => onChange({ direction })}
      />
      <div className="selects">
        <SelectField
          label="Log type"
          options={logTypes}
          value={view.log_type}
          onChange={(log_type) => onChange({ log_type })}
        />
        <SelectField
          label="Assets"
          options={assetTypes}
          value={view.asset_type}
          onChange={(asset_type) => onChange({ asset_type })}
        />
        <SelectField
          label="Records"
          options={sizesOnOffer.map((value) => ({ value, label: count(value) }))}
          value={view.size}
          onChange={(size) => onChange({ size })}
        />
      </div>
    </div>
  );
}
