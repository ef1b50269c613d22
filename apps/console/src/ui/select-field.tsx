import { useId } from 'react';

/** A value on offer and what people read in its place. */
export interface Option<T> {
  value: T;
  label: string;
}

interface SelectFieldProps<T> {
  label: string;
  options: Option<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** A labelled drop-down list. */
export function SelectField<T>({ label, options, value, onChange }: SelectFieldProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={options.findIndex((option) => option.value === value)}
        onChange={(event) => onChange(options[Number(event.target.value)]!.value)}
      >
        {options.map((option, index) => (
          <option key={option.label} value={index}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
