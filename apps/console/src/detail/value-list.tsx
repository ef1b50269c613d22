import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import type { Whole } from '../text/quantity.ts';
import { ValueEntries } from '../ui/value-entries.tsx';
import type { ValueShares } from './value-shares.ts';

/** The values of an item that most of a group's sessions share, and whether all of them are counted. */
export function ValueList({ shares, sessions }: { shares: ValueShares; sessions: Whole }) {
  const { item, entries, ofAll } = shares;
  return (
    <section className="value-list" aria-label={itemsLabel(item)}>
      <header>
        <h2>{itemsLabel(item)}</h2>
        {!ofAll && <span title={t('detail.ofTopHint')}>{t('detail.ofTop')}</span>}
      </header>
      <ValueEntries item={item} entries={entries} sessions={sessions} />
    </section>
  );
}
