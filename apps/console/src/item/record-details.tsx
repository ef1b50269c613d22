import { type FlowGroup, FlowItem } from '@cfw-flow/fetch-client';
import { itemsLabel } from '../text/labels.ts';
import { ValueEntries } from '../ui/value-entries.tsx';

/** What the flows of a group have in common: values that most of them share. */
export function RecordDetails({ group }: { group: FlowGroup<'bigint'> }) {
  const lists = [
    { item: FlowItem.APP, entries: group.apps },
    { item: FlowItem.DST_PORT, entries: group.ports },
    { item: FlowItem.SRC_IP, entries: group.src_ip },
    { item: FlowItem.DST_IP, entries: group.dst_ip },
  ];
  return (
    <td role="cell" className="details">
      {lists.map(
        ({ item, entries }) =>
          entries !== undefined && (
            <section key={item}>
              <h3>{itemsLabel(item)}</h3>
              <ValueEntries item={item} entries={entries} sessions={group.sessions} />
            </section>
          ),
      )}
    </td>
  );
}
