import { t } from '../text/i18n.ts';
import { bytes, count, type Whole } from '../text/quantity.ts';
import { minuteIn } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';
import { isHeld } from '../view/window-before.ts';
import { Change } from './change.tsx';
import { OrderChoice } from './order-choice.tsx';

interface Amounts {
  sessions: Whole;
  request_byte: Whole;
  response_byte: Whole;
}

interface TotalsProps {
  now: Amounts;
  /** Those of the window before, once they are known. */
  before: Amounts | undefined;
}

/** What flows of the window come to, and how that changed. */
export function Totals({ now, before }: TotalsProps) {
  const { view, firewall, before: windowBefore } = useView();
  const { first_time } = firewall;
  return (
    <div className="totals">
      <Total
        label={t('measure.sessions')}
        now={now.sessions}
        before={before?.sessions}
        spell={count}
      />
      <Total
        label={t('measure.request')}
        now={now.request_byte}
        before={before?.request_byte}
        spell={bytes}
      />
      <Total
        label={t('measure.response')}
        now={now.response_byte}
        before={before?.response_byte}
        spell={bytes}
      />
      {first_time !== undefined && !isHeld(windowBefore, firewall) && (
        <span className="uncompared">
          {t('compare.notHeld', { time: minuteIn(view.zone, first_time) })}
        </span>
      )}
      <OrderChoice />
    </div>
  );
}

interface TotalProps {
  label: string;
  now: Whole;
  /** What it was in the window before, once that is known. */
  before: Whole | undefined;
  spell: (value: Whole) => string;
}

/** A number with its name and how it changed. */
function Total({ label, now, before, spell }: TotalProps) {
  return (
    <div className="total">
      <span className="label">{label}</span>
      <strong title={count(now)}>{spell(now)}</strong>
      <Change now={now} before={before} spell={spell} />
    </div>
  );
}
