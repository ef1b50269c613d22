import { Item } from '@cfw-flow/fetch-client';
import { itemLabel } from '../labels.ts';
import { ChoiceGroup } from './choice-group.tsx';

const options = Object.values(Item).map((value) => ({ value, label: itemLabel(value) }));

interface ItemPickerProps {
  value: Item;
  onChange: (item: Item) => void;
}

/** What the flows are grouped by. */
export function ItemPicker({ value, onChange }: ItemPickerProps) {
  return (
    <div className="items">
      <ChoiceGroup
        label="Rank by"
        layout="list"
        options={options}
        value={value}
        onChange={onChange}
      />
    </div>
  );
}
