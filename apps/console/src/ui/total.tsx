import { count, type Whole } from '../text/quantity.ts';
import { Change } from './change.tsx';

interface TotalProps {
  label: string;
  now: Whole;
  /** What it was in the window before, once that is known. */
  before: Whole | undefined;
  spell: (value: Whole) => string;
}

/** A number with its name and how it changed. */
export function Total({ label, now, before, spell }: TotalProps) {
  return (
    <div className="total">
      <span className="label">{label}</span>
      <strong title={count(now)}>{spell(now)}</strong>
      <Change now={now} before={before} spell={spell} />
    </div>
  );
}
