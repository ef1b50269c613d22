import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import { leadOf } from './leads.ts';

const shown = 12;

/** Groups of the window before that are gone in this one. Each leads to what it was then. */
export function GoneGroups({ keys }: { keys: readonly string[] }) {
  const { view, before } = useView();
  if (keys.length === 0) return null;
  const time = { start_time: before.start, end_time: before.end };
  return (
    <section className="gone-groups">
      <h3>{t('item.gone', { number: count(keys.length) })}</h3>
      <ul>
        {keys.slice(0, shown).map((key) => (
          <li key={key}>
            <ViewLink className="key" to={{ ...leadOf(view, key), time }}>
              {key}
            </ViewLink>
          </li>
        ))}
        {keys.length > shown && (
          <li>{t('item.andMore', { number: count(keys.length - shown) })}</li>
        )}
      </ul>
    </section>
  );
}
