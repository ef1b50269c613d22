import { t } from '../text/i18n.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import { CopyValue } from '../ui/copy-value.tsx';
import { leadOf, tagsOf } from './leads.ts';
import type { RankedGroup } from './ranking.ts';

interface RecordNameProps {
  ranked: RankedGroup;
  open: boolean;
  onToggle: (key: string) => void;
}

/** What a group is: its value, which leads to its detail, and what else is known of it. */
export function RecordName({ ranked: { item, group }, open, onToggle }: RecordNameProps) {
  const { view } = useView();
  return (
    <th role="rowheader" scope="row" className="item">
      {group === undefined ? (
        <span className="toggle" title={t('item.bytesAloneHint')} />
      ) : (
        <button
          type="button"
          className="toggle"
          data-control="toggle"
          aria-expanded={open}
          aria-label={t('item.open', { value: item })}
          onClick={() => onToggle(item)}
        />
      )}
      <ViewLink className="key" control="key" to={leadOf(view, item, group)} title={item}>
        {item}
      </ViewLink>
      <span className="tags">
        {group !== undefined &&
          tagsOf(view, group).map(({ text, to }) => (
            <ViewLink key={text} className="tag" to={to} title={text}>
              {text}
            </ViewLink>
          ))}
      </span>
      <CopyValue text={item} />
    </th>
  );
}
