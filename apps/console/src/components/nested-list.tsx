import type { ItemVO } from '@cfw-flow/fetch-client';
import { count } from '../quantity.ts';
import { Bar } from './bar.tsx';

interface NestedListProps {
  title: string;
  /** Addresses need more room than ports do. */
  kind: 'short' | 'address';
  entries: ItemVO[];
  /** Sessions of the whole record, of which each entry has a share. */
  sessions: number;
}

/** The values that most of a record's sessions share, with the sessions of each. */
export function NestedList({ title, kind, entries, sessions }: NestedListProps) {
  return (
    <section className={kind}>
      <h3>{title}</h3>
      <ol>
        {entries.map(({ key, name, value }) => (
          <li key={key}>
            <span className="key">{name ?? key}</span>
            <span className="value">{count(value)}</span>
            <Bar value={value} of={sessions} />
          </li>
        ))}
      </ol>
    </section>
  );
}
