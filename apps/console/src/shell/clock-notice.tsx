import { t } from '../text/i18n.ts';
import { roughDuration } from '../text/quantity.ts';

/** Says that the clock of the browser is wrong, when it is: times on the page are those of the server. */
export function ClockNotice({ offset }: { offset: number }) {
  if (offset === 0) return null;
  const duration = roughDuration(Math.abs(offset));
  return (
    <p className="notice" role="status">
      {t(offset < 0 ? 'notice.clockAhead' : 'notice.clockBehind', { duration })}
    </p>
  );
}
