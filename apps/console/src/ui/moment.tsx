import { timeIn, utcTime } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';

/** A time in a table: its year stands where there is room for it, and the exact time in UTC in its title. */
export function Moment({ time }: { time: number }) {
  const { view } = useView();
  const text = timeIn(view.zone, time);
  return (
    <time dateTime={utcTime(time)} title={utcTime(time)}>
      <span className="year">{text.slice(0, 5)}</span>
      {text.slice(5)}
    </time>
  );
}
