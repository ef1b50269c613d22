import { t } from '../text/i18n.ts';
import { bytes, count } from '../text/quantity.ts';
import { minuteIn } from '../time/zone.ts';
import { OrderChoice } from '../ui/order-choice.tsx';
import { Total } from '../ui/total.tsx';
import { useView } from '../view/use-view.ts';
import { isHeld } from '../view/window-before.ts';
import type { Sums } from './totals.ts';

interface TotalsProps {
  totals: Sums;
  /** Those of the window before, once they are known. */
  before: Sums | undefined;
}

/** What all flows of the window come to, and how that changed. */
export function Totals({ totals, before }: TotalsProps) {
  const { view, firewall, before: windowBefore } = useView();
  const { first_time } = firewall;
  return (
    <div className="totals">
      <Total
        label={t('measure.sessions')}
        now={totals.sessions}
        before={before?.sessions}
        spell={count}
      />
      <Total
        label={t('measure.request')}
        now={totals.request}
        before={before?.request}
        spell={bytes}
      />
      <Total
        label={t('measure.response')}
        now={totals.response}
        before={before?.response}
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
