import { Range } from '@cfw-flow/fetch-client';
import { rangeLabel } from '../labels.ts';
import { spanOfRange, wholeMinutes } from '../span.ts';
import type { Time } from '../view.ts';
import { ChoiceGroup } from './choice-group.tsx';
import { SpanForm } from './span-form.tsx';

const CUSTOM = 'custom';
const HOUR = 3_600_000;

const options = [
  ...Object.values(Range).map((value) => ({ value, label: rangeLabel(value) })),
  { value: CUSTOM, label: 'Custom' } as const,
];

interface TimePickerProps {
  time: Time;
  onChange: (time: Time) => void;
}

/** The window: a range back from now, or a start and an end. */
export function TimePicker({ time, onChange }: TimePickerProps) {
  function choose(choice: Range | typeof CUSTOM) {
    if (choice !== CUSTOM) return onChange({ range: choice });
    if ('range' in time) {
      // Starts from what is shown, so that only one end may need a change.
      const now = Date.now();
      const shown = spanOfRange(time.range, now) ?? { start: now - HOUR, end: now };
      const { start, end } = wholeMinutes(shown);
      onChange({ start_time: start, end_time: end });
    }
  }

  return (
    <div className="time">
      <ChoiceGroup
        label="Window"
        layout="row"
        options={options}
        value={'range' in time ? time.range : CUSTOM}
        onChange={choose}
      />
      {'start_time' in time && (
        <SpanForm
          key={`${time.start_time} ${time.end_time}`}
          span={{ start: time.start_time, end: time.end_time }}
          onApply={({ start, end }) => onChange({ start_time: start, end_time: end })}
        />
      )}
    </div>
  );
}
