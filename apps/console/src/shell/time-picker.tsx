import type { DialogName } from '../commands/commands.ts';
import { t } from '../text/i18n.ts';
import { lastWindows, writeDuration } from '../time/duration.ts';
import { neighbour } from '../time/span.ts';
import { spanIn } from '../time/zone.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { useView } from '../view/use-view.ts';

interface TimePickerProps {
  now: number;
  onOpen: (dialog: DialogName) => void;
}

/** The window: so long back from now, or a start and an end; and steps to the windows beside it. */
export function TimePicker({ now, onOpen }: TimePickerProps) {
  const { view, span, change } = useView();
  const chosen = 'last' in view.time ? view.time.last : undefined;
  const offered =
    chosen === undefined || lastWindows.includes(chosen) ? lastWindows : [...lastWindows, chosen];
  const step = (direction: -1 | 1) => () => change({ time: neighbour(span, direction) });
  return (
    <div className="time">
      <button type="button" className="step" aria-label={t('time.back')} onClick={step(-1)}>
        ‹
      </button>
      <ChoiceGroup
        label={t('time.window')}
        options={offered.map((value) => ({ value, label: writeDuration(value) }))}
        value={chosen}
        onChange={(last) => change({ time: { last: last! } })}
      />
      <button
        type="button"
        className={chosen === undefined ? 'custom chosen' : 'custom'}
        title={t('time.other')}
        onClick={() => onOpen('window')}
      >
        {chosen === undefined ? spanIn(view.zone, span) : t('time.custom')}
      </button>
      <button
        type="button"
        className="step"
        aria-label={t('time.forward')}
        disabled={span.end >= now}
        onClick={step(1)}
      >
        ›
      </button>
    </div>
  );
}
