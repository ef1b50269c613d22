import type { FlowItem } from '@cfw-flow/fetch-client';
import { count, percent, type Whole } from '../text/quantity.ts';
import { ViewLink } from '../view/view-link.tsx';
import { Bar } from './bar.tsx';
import { CopyValue } from './copy-value.tsx';

interface ValueEntriesProps {
  /** What the entries are groups of. */
  item: FlowItem;
  entries: readonly { key: string; name?: string; value: Whole }[];
  /** Sessions of the whole group, of which each entry has a share. */
  sessions: Whole;
}

/** Values that most of a group's sessions share, with the sessions of each. */
export function ValueEntries({ item, entries, sessions }: ValueEntriesProps) {
  return (
    <ol className="values">
      {entries.map(({ key, name = key, value }) => (
        <li key={key}>
          <span className="name">
            <ViewLink className="key" title={name} to={{ page: 'detail', item, value: key }}>
              {name}
            </ViewLink>
            <CopyValue text={key} />
          </span>
          <span className="value">{count(value)}</span>
          <span className="share">{percent(value, sessions)}</span>
          <Bar value={Number(value)} of={Number(sessions)} />
        </li>
      ))}
    </ol>
  );
}
