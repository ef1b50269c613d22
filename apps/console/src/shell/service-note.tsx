import type { ServiceStatus } from '@cfw-flow/types/console';
import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';
import { clockIn } from '../time/zone.ts';

interface ServiceNoteProps {
  /** Undefined where the server of this page answers itself. */
  service: ServiceStatus | undefined;
  /** Zone of the time that it says. */
  zone: string;
}

/** Says which other service answers, and for what it lets questions wait. */
export function ServiceNote({ service, zone }: ServiceNoteProps) {
  if (service === undefined) return null;
  const { endpoint, waiting, limited_until } = service;
  return (
    <p className="lag" role="status">
      {t('service.asked', { endpoint })}
      {waiting > 0 && ` ${t('service.waiting', { count: waiting, number: count(waiting) })}`}
      {limited_until !== undefined &&
        ` ${t('service.limited', { time: clockIn(zone, limited_until) })}`}
    </p>
  );
}
