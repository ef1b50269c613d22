import type { FlowGroup } from '@cfw-flow/fetch-client';
import { itemsLabel } from '../text/labels.ts';
import { ValueEntries } from '../ui/value-entries.tsx';
import { nestedLists } from './nested-lists.ts';

/** What the flows of a group have in common: values that most of them share. */
export function RecordDetails({ group }: { group: FlowGroup<'bigint'> }) {
  return (
    <td role="cell" className="details">
      {nestedLists(group).map(({ item, entries }) => (
        <section key={item}>
          <h3>{itemsLabel(item)}</h3>
          <ValueEntries item={item} entries={entries} sessions={group.sessions} />
        </section>
      ))}
    </td>
  );
}
