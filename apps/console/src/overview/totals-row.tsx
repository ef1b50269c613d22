import { t } from '../text/i18n.ts';
import { bytes, change, count, type Whole } from '../text/quantity.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { useView } from '../view/use-view.ts';
import { Order } from '@cfw-flow/fetch-client';
import type { Sums } from './totals.ts';

interface TotalsProps {
  totals: Sums;
  /** Those of the window before, once they are known. */
  before: Sums | undefined;
}

/** What all flows of the window come to, and how that changed. */
export function Totals({ totals, before }: TotalsProps) {
  const { view, change: goTo } = useView();
  return (
    <div className="totals">
      <Total
        label={t('measure.sessions')}
        text={count(totals.sessions)}
        now={totals.sessions}
        before={before?.sessions}
        spell={count}
      />
      <Total
        label={t('measure.request')}
        text={bytes(totals.request)}
        now={totals.request}
        before={before?.request}
        spell={bytes}
      />
      <Total
        label={t('measure.response')}
        text={bytes(totals.response)}
        now={totals.response}
        before={before?.response}
        spell={bytes}
      />
      <ChoiceGroup
        label={t('order.label')}
        options={Object.values(Order).map((value) => ({ value, label: t(`order.${value}`) }))}
        value={view.order}
        onChange={(order) => goTo({ order })}
      />
    </div>
  );
}

interface TotalProps {
  label: string;
  text: string;
  now: Whole;
  before: Whole | undefined;
  spell: (value: Whole) => string;
}

function Total({ label, text, now, before, spell }: TotalProps) {
  const direction = before === undefined || now === before ? '' : now > before ? 'up' : 'down';
  return (
    <div className="total">
      <span className="label">{label}</span>
      <strong title={count(now)}>{text}</strong>
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
