import { t } from '../text/i18n.ts';
import { change, unchanged, type Whole } from '../text/quantity.ts';

interface ChangeProps {
  now: Whole;
  /** What it was in the window before; nothing while it is not known. */
  before: Whole | undefined;
  spell: (value: Whole) => string;
}

/** How a number changed against the window before. */
export function Change({ now, before, spell }: ChangeProps) {
  if (before === undefined) return null;
  const text = change(now, before) ?? t('compare.new');
  const direction = text === unchanged ? 'same' : now > before ? 'up' : 'down';
  return (
    <span className={`movement ${direction}`} title={t('compare.from', { before: spell(before) })}>
      {text}
    </span>
  );
}
