import { Direction, type FlowGroup, FlowItem, Item } from '@cfw-flow/fetch-client';
import { maxSize, type View } from '../view/view.ts';

type Group = FlowGroup<'bigint'>;

/** Something known of a group, and the view that it leads to. */
export interface Tag {
  text: string;
  to: Partial<View>;
}

/**
 * The view that a group of a ranking leads to: its detail, or where the API has none for its item, what
 * comes closest.
 *
 * @param group - what is known of it
 */
export function leadOf(
  { item, direction }: Pick<View, 'item' | 'direction'>,
  key: string,
  group?: Group,
): Partial<View> {
  if (item === Item.RISK_IP) {
    return { page: 'detail', item: isSource(direction, group) ? 'src_ip' : 'dst_ip', value: key };
  }
  if (item === Item.OPEN_PORT) return { page: 'detail', item: 'dst_port', value: key };
  // The list may name a parent domain, which no flow has as its host.
  if (item === Item.RISK_HOST) {
    return { page: 'item', item: 'dst_host', filter: key, size: maxSize };
  }
  return { page: 'detail', item, value: key };
}

/** What is known of a group beside its numbers. What the API has no groups of narrows the ranking. */
export function tagsOf(view: Pick<View, 'item' | 'direction'>, group: Group): Tag[] {
  const tags: Tag[] = [];
  const add = (text: string | undefined, to: Partial<View>) => {
    if (text !== undefined) tags.push({ text, to });
  };
  add(group.protocol, { page: 'detail', item: FlowItem.PROTOCOL, value: group.protocol });
  add(group.region, { page: 'detail', item: regionItem(view, group), value: group.region });
  for (const text of [group.device_name, group.associate_instance_type, group.tags]) {
    add(text, { filter: text });
  }
  return tags;
}

function regionItem({ item, direction }: Pick<View, 'item' | 'direction'>, group: Group): FlowItem {
  const ofSource = item === Item.SRC_IP || (item === Item.RISK_IP && isSource(direction, group));
  return ofSource ? FlowItem.SRC_REGION_NAME : FlowItem.DST_REGION_NAME;
}

/** Whether an unsafe address is the source of its flows: its record lists those of the other side. */
function isSource(direction: Direction | undefined, group: Group | undefined): boolean {
  if (direction !== undefined) return direction === Direction.OUT2IN;
  const sessions = (list: Group['src_ip']) =>
    (list ?? []).reduce((all, { value }) => all + Number(value), 0);
  return sessions(group?.dst_ip) > sessions(group?.src_ip);
}
