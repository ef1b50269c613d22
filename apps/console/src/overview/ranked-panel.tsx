import type { FlowItem } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { bytes, count, percent, shortCount, type Whole } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { Movement } from '../ui/movement.tsx';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import type { Ranking } from './ranking.ts';

/** Groups that are gone whose names a title has room for. */
const maxNamed = 30;

interface RankedPanelProps {
  item: FlowItem;
  /** Groups that there is room for. */
  shown: number;
  ranking: Ranking;
  /** The same groups by the other measure, as far as they are known. */
  others: readonly { key: string; value: Whole }[];
  /** What all flows come to. */
  whole: Whole;
  /** So many groups were asked for. */
  depth: number;
}

/** The greatest groups of one item, with their share, their other measure and their change. */
export function RankedPanel(props: RankedPanelProps) {
  const { item, shown, ranking, others, whole, depth } = props;
  const { view } = useView();
  const other = new Map(others.map(({ key, value }) => [key, value]));
  const groups = ranking.groups.slice(0, shown);
  const isBySessions = view.order === 'record';
  const [spell, spellOther] = isBySessions ? [shortCount, bytes] : [bytes, shortCount];
  return (
    <section className="ranked-panel" aria-label={itemsLabel(item)}>
      <header>
        <h2>{itemsLabel(item)}</h2>
        {ranking.gone.length > 0 && (
          <span className="gone" title={ranking.gone.slice(0, maxNamed).join('\n')}>
            {t('overview.gone', { number: count(ranking.gone.length) })}
          </span>
        )}
        <ViewLink
          to={{ page: 'item', item }}
          title={t('overview.allOf', { items: itemsLabel(item) })}
        >
          {t('overview.all')}
        </ViewLink>
      </header>
      {groups.length === 0 && <p className="nothing">{t('overview.nothing')}</p>}
      <ol>
        {groups.map((group) => {
          const otherValue = other.get(group.key);
          return (
            <li key={group.key}>
              <ViewLink
                className="key"
                title={group.key}
                to={{ page: 'detail', item, value: group.key }}
              >
                {group.key}
              </ViewLink>
              <span className="value" title={count(group.value)}>
                {spell(group.value)}
              </span>
              {ranking.isCompared ? (
                <Movement
                  value={group.value}
                  before={group.before}
                  depth={depth}
                  spell={isBySessions ? count : bytes}
                />
              ) : (
                <span />
              )}
              <Bar value={Number(group.value)} of={Number(whole)} />
              <span className="share">{percent(group.value, whole)}</span>
              {otherValue !== undefined && (
                <span className="other" title={count(otherValue)}>
                  {spellOther(otherValue)}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
