import { t } from '../text/i18n.ts';
import { change, count, type Whole } from '../text/quantity.ts';

interface TotalProps {
  label: string;
  now: Whole;
  /** What it was in the window before, once that is known. */
  before: Whole | undefined;
  spell: (value: Whole) => string;
}

/** A number with its name and how it changed. */
export function Total({ label, now, before, spell }: TotalProps) {
  const direction = before === undefined || now === before ? '' : now > before ? 'up' : 'down';
  return (
    <div className="total">
      <span className="label">{label}</span>
      <strong title={count(now)}>{spell(now)}</strong>
      {before !== undefined && (
        <span
          className={`movement ${direction}`}
          title={t('compare.from', { before: spell(before) })}
        >
          {change(now, before) ?? t('compare.new')}
        </span>
      )}
    </div>
  );
}
