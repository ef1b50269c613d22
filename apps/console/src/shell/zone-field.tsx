import { t } from '../text/i18n.ts';
import { zoneLabel, zonesOnOffer } from '../time/zone.ts';
import { SelectField } from '../ui/select-field.tsx';

interface ZoneFieldProps {
  zone: string;
  /** The time at which the chosen zone is so far from UTC as its label says. */
  now: number;
  onChange: (zone: string) => void;
}

/** A choice of the zone in which times are shown and typed. */
export function ZoneField({ zone: chosen, now, onChange }: ZoneFieldProps) {
  const zones = [...new Set([chosen, ...zonesOnOffer()])];
  return (
    <SelectField
      label={t('time.zone')}
      options={zones.map((zone) => ({
        value: zone,
        label: zone === chosen ? zoneLabel(zone, now) : zone,
      }))}
      value={chosen}
      onChange={onChange}
    />
  );
}
