import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { count, percent, type Whole } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { ViewLink } from '../view/view-link.tsx';
import type { ValueShares } from './value-shares.ts';

/** The values of an item that most of a group's sessions share, with the sessions of each. */
export function ValueList({ shares, sessions }: { shares: ValueShares; sessions: Whole }) {
  const { item, entries, ofAll } = shares;
  return (
    <section className="value-list" aria-label={itemsLabel(item)}>
      <header>
        <h2>{itemsLabel(item)}</h2>
        {!ofAll && <span title={t('detail.ofTopHint')}>{t('detail.ofTop')}</span>}
      </header>
      <ol>
        {entries.map(({ key, value }) => (
          <li key={key}>
            <ViewLink className="key" title={key} to={{ page: 'detail', item, value: key }}>
              {key}
            </ViewLink>
            <span className="value">{count(value)}</span>
            <span className="share">{percent(value, sessions)}</span>
            <Bar value={Number(value)} of={Number(sessions)} />
          </li>
        ))}
      </ol>
    </section>
  );
}
