import { t } from '../text/i18n.ts';
import { age } from '../text/quantity.ts';
import { clockIn, utcTime } from '../time/zone.ts';
import { useClock } from '../view/use-clock.ts';
import { useView } from '../view/use-view.ts';

/** Of which moment the data are, and how long that is ago. */
export function DataAge({ now, clockOffset }: { now: number; clockOffset: number }) {
  const { view } = useView();
  const clock = useClock() + clockOffset;
  return (
    <time className="updated" dateTime={utcTime(now)} title={utcTime(now)}>
      {t('time.age', { time: clockIn(view.zone, now), age: age(Math.max(0, clock - now)) })}
    </time>
  );
}
