import type { FlowItem } from '@cfw-flow/fetch-client';
import { count, percent, type Whole } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { ViewLink } from '../view/view-link.tsx';
import { CopyValue } from '../ui/copy-value.tsx';

interface NestedListProps {
  title: string;
  /** What the entries are groups of. */
  item: FlowItem;
  entries: readonly { key: string; name?: string; value: Whole }[];
  /** Sessions of the whole record, of which each entry has a share. */
  sessions: Whole;
}

/** The values that most of a record's sessions share, with the sessions of each. */
export function NestedList({ title, item, entries, sessions }: NestedListProps) {
  return (
    <section>
      <h3>{title}</h3>
      <ol>
        {entries.map(({ key, name, value }) => (
          <li key={key}>
            <span className="name">
              <ViewLink
                className="key"
                to={{ page: 'detail', item, value: key }}
                title={name ?? key}
              >
                {name ?? key}
              </ViewLink>
              <CopyValue text={key} />
            </span>
            <span className="value">{count(value)}</span>
            <span className="part">{percent(value, sessions)}</span>
            <Bar value={Number(value)} of={Number(sessions)} />
          </li>
        ))}
      </ol>
    </section>
  );
}
