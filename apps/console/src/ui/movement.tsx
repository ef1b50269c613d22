import { t } from '../text/i18n.ts';
import type { Whole } from '../text/quantity.ts';
import { Change } from './change.tsx';

interface MovementProps {
  value: Whole;
  /** Its value in the window before, `new` when it was not there, nothing when that is not known. */
  before: Whole | 'new' | undefined;
  /** So many groups of the window before were asked for. */
  depth: number;
  spell: (value: Whole) => string;
}

/** How a group of a ranking changed against the window before, which may have had it further down. */
export function Movement({ value, before, depth, spell }: MovementProps) {
  if (before === 'new') {
    return (
      <span className="movement new" title={t('compare.newHint')}>
        {t('compare.new')}
      </span>
    );
  }
  if (before === undefined) {
    return (
      <span className="movement" title={t('compare.unknownHint', { count: depth })}>
        –
      </span>
    );
  }
  return <Change now={value} before={before} spell={spell} />;
}
