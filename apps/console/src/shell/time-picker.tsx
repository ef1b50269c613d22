import { t } from '../text/i18n.ts';
import { lastWindows, writeDuration } from '../time/duration.ts';
import { spanOf, wholeMinutes } from '../time/span.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { useView } from '../view/use-view.ts';
import { SpanForm } from './span-form.tsx';

const CUSTOM = 0;

/** The window: so long back from now, or a start and an end; and steps to the windows beside it. */
export function TimePicker({ now }: { now: number }) {
  const { view, change } = useView();
  const { time } = view;
  const span = spanOf(time, now);
  const length = span.end - span.start;

  function choose(choice: number) {
    if (choice !== CUSTOM) return change({ time: { last: choice } });
    if ('last' in time) {
      // Starts from what is shown, so that only one end may need a change.
      const { start, end } = wholeMinutes(span);
      change({ time: { start_time: start, end_time: end } });
    }
  }
  function step(by: number) {
    const start = Math.max(0, span.start + by);
    change({ time: { start_time: start, end_time: start + length } });
  }

  const chosen = 'last' in time ? time.last : CUSTOM;
  const offered =
    lastWindows.includes(chosen) || chosen === CUSTOM ? lastWindows : [...lastWindows, chosen];
  const options = offered.map((value) => ({ value, label: writeDuration(value) }));
  return (
    <div className="time">
      <button
        type="button"
        className="step"
        aria-label={t('time.back')}
        onClick={() => step(-length)}
      >
        ‹
      </button>
      <ChoiceGroup
        label={t('time.window')}
        options={[...options, { value: CUSTOM, label: t('time.custom') }]}
        value={chosen}
        onChange={choose}
      />
      <button
        type="button"
        className="step"
        aria-label={t('time.forward')}
        disabled={span.end >= now}
        onClick={() => step(length)}
      >
        ›
      </button>
      {'start_time' in time && (
        <SpanForm
          key={`${time.start_time} ${time.end_time} ${view.zone}`}
          span={span}
          zone={view.zone}
          onApply={({ start, end }) => change({ time: { start_time: start, end_time: end } })}
        />
      )}
    </div>
  );
}
