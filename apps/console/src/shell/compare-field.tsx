import { t } from '../text/i18n.ts';
import { writeDuration } from '../time/duration.ts';
import { spanIn } from '../time/zone.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';
import type { Compare } from '../view/view.ts';

const shifts = [86_400_000, 7 * 86_400_000];

/** The window that the one on the page is held against: the one before, one so much earlier, or any other. */
export function CompareField({ onOther }: { onOther: () => void }) {
  const { view, change } = useView();
  return (
    <SelectField
      label={t('compare.label')}
      options={[
        ...comparisons(view.compare).map((value) => ({
          value,
          label: comparisonLabel(value, view.zone),
        })),
        { value: undefined, label: t('compare.other') },
      ]}
      value={view.compare}
      onChange={(compare) => (compare === undefined ? onOther() : change({ compare }))}
    />
  );
}

/** Windows to hold this one against; what the URL asks for beside those on offer, too. */
function comparisons(chosen: Compare): Compare[] {
  const earlier = shifts.map((last) =>
    typeof chosen === 'object' && 'last' in chosen && chosen.last === last ? chosen : { last },
  );
  const offered: Compare[] = ['previous', ...earlier];
  return offered.includes(chosen) ? offered : [...offered, chosen];
}

function comparisonLabel(compare: Compare, zone: string): string {
  if (compare === 'previous') return t('compare.previous');
  if ('last' in compare) return t('compare.earlier', { duration: writeDuration(compare.last) });
  const { start_time: start, end_time: end } = compare;
  return t('compare.custom', { span: spanIn(zone, { start, end }) });
}
