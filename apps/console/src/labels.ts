import { AssetType, Direction, Item, LogType, Range } from '@cfw-flow/fetch-client';
import { count } from './quantity.ts';

/*
 * What people read in place of a value of the wire. A value that the contract gains shows up by
 * itself, under its wire name, until it gets a label here.
 */

interface Noun {
  one: string;
  many: string;
}

const items: Partial<Record<Item, Noun>> = {
  [Item.SRC_IP]: { one: 'Source address', many: 'source addresses' },
  [Item.DST_IP]: { one: 'Destination address', many: 'destination addresses' },
  [Item.DST_PORT]: { one: 'Destination port', many: 'destination ports' },
  [Item.PROTOCOL]: { one: 'Protocol', many: 'protocols' },
  [Item.DST_HOST]: { one: 'Host', many: 'hosts' },
  [Item.APP]: { one: 'Application', many: 'applications' },
  [Item.DST_REGION_NAME]: { one: 'Destination region', many: 'destination regions' },
  [Item.SRC_REGION_NAME]: { one: 'Source region', many: 'source regions' },
  [Item.RISK_IP]: { one: 'Unsafe address', many: 'unsafe addresses' },
  [Item.RISK_HOST]: { one: 'Unsafe host', many: 'unsafe hosts' },
  [Item.OPEN_PORT]: { one: 'Open port', many: 'open ports' },
};

const logTypes: Partial<Record<LogType, string>> = {
  [LogType.INTERNET]: 'Internet',
  [LogType.NAT]: 'NAT',
  [LogType.VPC]: 'VPC',
  [LogType.VGW]: 'VGW',
};

const directions: Partial<Record<Direction, string>> = {
  [Direction.IN2OUT]: 'Outbound',
  [Direction.OUT2IN]: 'Inbound',
};

const assetTypes: Partial<Record<AssetType, string>> = {
  [AssetType.PUBLIC]: 'Public',
  [AssetType.PRIVATE]: 'Private',
  [AssetType.OPEN_PORT]: 'Open port',
};

const ranges: Partial<Record<Range, string>> = {
  [Range.LAST_HOUR]: 'Last hour',
  [Range.LAST_DAY]: 'Last day',
  [Range.LAST_SEVEN_DAYS]: 'Last 7 days',
};

/** The name of an item, such as `Source address`. */
export const itemLabel = (item: Item): string => items[item]?.one ?? item;
/** Several of an item, such as `source addresses`. */
export const itemsLabel = (item: Item): string => items[item]?.many ?? item;
/** How much of a ranking is shown, such as `5 of 785 hosts`. */
export function shownOf(shown: number, total: number, item: Item): string {
  if (total === 0) return `no ${itemsLabel(item)}`;
  const noun = total === 1 ? itemLabel(item).toLowerCase() : itemsLabel(item);
  return `${count(shown)} of ${count(total)} ${noun}`;
}
export const logTypeLabel = (logType: LogType): string => logTypes[logType] ?? logType;
export const directionLabel = (direction: Direction | undefined): string =>
  direction === undefined ? 'Both' : (directions[direction] ?? direction);
export const assetTypeLabel = (assetType: AssetType | undefined): string =>
  assetType === undefined ? 'All' : (assetTypes[assetType] ?? assetType);
export const rangeLabel = (range: Range): string => ranges[range] ?? `Range ${range}`;
