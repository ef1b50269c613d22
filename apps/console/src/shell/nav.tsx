import { Item } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';

/** The ways to look at the flows. */
export function Nav() {
  const { view } = useView();
  const ranked = view.page === 'item' || view.page === 'detail';
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <ViewLink to={{ page: 'overview' }} current={view.page === 'overview'}>
        {t('nav.overview')}
      </ViewLink>
      <ViewLink to={{ page: 'map' }} current={view.page === 'map'}>
        {t('nav.map')}
      </ViewLink>
      <h2>{t('nav.rankings')}</h2>
      {Object.values(Item).map((item) => (
        <ViewLink key={item} to={{ page: 'item', item }} current={ranked && view.item === item}>
          {itemsLabel(item)}
        </ViewLink>
      ))}
    </nav>
  );
}
