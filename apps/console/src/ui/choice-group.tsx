import { useId } from 'react';
import type { Option } from './select-field.tsx';

interface ChoiceGroupProps<T> {
  label: string;
  options: Option<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** Choices that are all in sight, one of which holds: radio buttons, so arrow keys work. */
export function ChoiceGroup<T>({ label, options, value, onChange }: ChoiceGroupProps<T>) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.label}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
