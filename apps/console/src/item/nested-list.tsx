import type { FlowItem } from '@cfw-flow/fetch-client';
import { count, type Whole } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { ViewLink } from '../view/view-link.tsx';

interface NestedListProps {
  title: string;
  /** What the entries are groups of. */
  item: FlowItem;
  entries: readonly { key: string; name?: string; value: Whole }[];
  /** Sessions of the whole record, of which each entry has a share. */
  sessions: number;
}

/** The values that most of a record's sessions share, with the sessions of each. */
export function NestedList({ title, item, entries, sessions }: NestedListProps) {
  return (
    <section className={item.endsWith('_ip') ? 'address' : 'short'}>
      <h3>{title}</h3>
      <ol>
        {entries.map(({ key, name, value }) => (
          <li key={key}>
            <ViewLink className="key" to={{ page: 'detail', item, value: key }}>
              {name ?? key}
            </ViewLink>
            <span className="value">{count(value)}</span>
            <Bar value={Number(value)} of={sessions} />
          </li>
        ))}
      </ol>
    </section>
  );
}
