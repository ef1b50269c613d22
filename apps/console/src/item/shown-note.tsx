import { t } from '../text/i18n.ts';
import { inSentence } from '../text/labels.ts';
import { count } from '../text/quantity.ts';
import { minuteIn } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';
import { isHeld } from '../view/window-before.ts';
import { columnLabel } from './columns.ts';
import type { Ranking } from './ranking.ts';

interface ShownNoteProps {
  ranking: Ranking;
  /** So many of its groups have the text that is looked for. */
  found: number;
}

/** How many groups are shown of how many, and which ones. */
export function ShownNote({ ranking: { groups, total, by, among }, found }: ShownNoteProps) {
  const { view, firewall, before } = useView();
  const { filter, item } = view;
  const isWhole = groups.length >= total;
  const numbers = { shown: count(groups.length), total: count(total) };
  const measure = inSentence(columnLabel(by, item));
  const unknown = groups.filter(({ group }) => group === undefined).length;
  return (
    <>
      <p role="status">
        {isWhole ? t('item.shown', numbers) : t('item.shownBy', { ...numbers, measure })}
        {filter !== undefined && t('item.found', { number: count(found), filter })}
      </p>
      {among !== undefined && <p className="limit">{t('item.among', { number: count(among) })}</p>}
      {unknown > 0 && (
        <p className="limit">{t('item.bytesAlone', { count: unknown, number: count(unknown) })}</p>
      )}
      {firewall.first_time !== undefined && !isHeld(before, firewall) && (
        <p className="limit">
          {t('compare.notHeld', { time: minuteIn(view.zone, firewall.first_time) })}
        </p>
      )}
    </>
  );
}
