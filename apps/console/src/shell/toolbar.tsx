import { AssetType, Direction, LogType } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { assetTypeLabel, directionLabel, logTypeLabel } from '../text/labels.ts';
import { writeDuration } from '../time/duration.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';
import type { Compare } from '../view/view.ts';
import { TimePicker } from './time-picker.tsx';

const shifts = [86_400_000, 7 * 86_400_000];

/** Which flows count, of which window, held against which other one. */
export function Toolbar({ now }: { now: number }) {
  const { view, change } = useView();
  return (
    <div className="toolbar">
      <TimePicker now={now} />
      <SelectField
        label={t('logType.label')}
        options={Object.values(LogType).map((value) => ({ value, label: logTypeLabel(value) }))}
        value={view.log_type}
        onChange={(log_type) => change({ log_type })}
      />
      <SelectField
        label={t('direction.label')}
        options={[undefined, ...Object.values(Direction)].map((value) => ({
          value,
          label: directionLabel(value),
        }))}
        value={view.direction}
        onChange={(direction) => change({ direction })}
      />
      <SelectField
        label={t('assets.label')}
        options={[undefined, ...Object.values(AssetType)].map((value) => ({
          value,
          label: assetTypeLabel(value),
        }))}
        value={view.asset_type}
        onChange={(asset_type) => change({ asset_type })}
      />
      <SelectField
        label={t('compare.label')}
        options={comparisons(view.compare)}
        value={view.compare}
        onChange={(compare) => change({ compare })}
      />
    </div>
  );
}

/** Windows to hold this one against; what the URL asks for beside those on offer, too. */
function comparisons(chosen: Compare) {
  const earlier = shifts.map((last) =>
    typeof chosen === 'object' && 'last' in chosen && chosen.last === last ? chosen : { last },
  );
  const offered: Compare[] = ['previous', ...earlier];
  if (!offered.includes(chosen)) offered.push(chosen);
  return offered.map((value) => ({ value, label: comparisonLabel(value) }));
}

function comparisonLabel(compare: Compare): string {
  if (compare === 'previous') return t('compare.previous');
  return 'last' in compare
    ? t('compare.earlier', { duration: writeDuration(compare.last) })
    : t('compare.custom');
}
