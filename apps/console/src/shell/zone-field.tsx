import { t } from '../text/i18n.ts';
import { zoneLabel, zonesOnOffer } from '../time/zone.ts';
import { SelectField } from '../ui/select-field.tsx';
import { useView } from '../view/use-view.ts';

/** The zone in which times are shown and typed. */
export function ZoneField({ now }: { now: number }) {
  const { view, change } = useView();
  const zones = [...new Set([view.zone, ...zonesOnOffer()])];
  return (
    <SelectField
      label={t('time.zone')}
      options={zones.map((zone) => ({
        value: zone,
        label: zone === view.zone ? zoneLabel(zone, now) : zone,
      }))}
      value={view.zone}
      onChange={(zone) => change({ zone })}
    />
  );
}
