import type { CfwClient, QueryWindow } from '@cfw-flow/fetch-client';
import { FlowItem, type Item, Order } from '@cfw-flow/types';
import { type Amount, plus } from '../amount.ts';
import type { FirewallRule } from './rule.ts';

/** Most groups that one question is answered with. */
const MAX_GROUPS = 1000;

type Client = CfwClient<'bigint'>;

/** What groups of flows have in a window. */
export interface Sums {
  /** By group; of all flows together, by an empty text. */
  of: ReadonlyMap<string, Amount>;
  /** Whether these are all groups, so that others have nothing. */
  isComplete: boolean;
}

/** Asks a server what the groups that a rule judges have in a window. */
export async function sumsIn(
  client: Client,
  rule: FirewallRule,
  window: QueryWindow,
): Promise<Sums> {
  const { item, value } = rule;
  if (item === undefined) return onlySum('', await total(client, rule, window));
  if (value !== undefined) return onlySum(value, await sumOfGroup(client, rule, window, value));
  const flowItem = flowItemOf(item);
  return flowItem === undefined
    ? statisticSums(client, rule, item, window)
    : topSums(client, rule, flowItem, window);
}

/**
 * What one group has in a window, by its sums, or by asking for it where these don't have all groups.
 *
 * @returns nothing when the server can't be asked about a group of the item alone
 */
export async function sumOf(
  client: Client,
  rule: FirewallRule,
  window: QueryWindow,
  group: string,
  sums: Sums,
): Promise<Amount | undefined> {
  const found = sums.of.get(group);
  if (found !== undefined || sums.isComplete) return found ?? 0;
  return flowItemOf(rule.item) === undefined ? undefined : sumOfGroup(client, rule, window, group);
}

/** What all flows have: every flow has a protocol, and there are few of them. */
export async function total(
  client: Client,
  rule: FirewallRule,
  window: QueryWindow,
): Promise<Amount> {
  const { of } = await topSums(client, rule, FlowItem.PROTOCOL, window);
  return [...of.values()].reduce(plus, 0);
}

function onlySum(group: string, sum: Amount): Sums {
  return { of: new Map([[group, sum]]), isComplete: true };
}

async function topSums(
  client: Client,
  rule: FirewallRule,
  item: FlowItem,
  window: QueryWindow,
): Promise<Sums> {
  const order = rule.measure === 'bytes' ? Order.BYTE : Order.RECORD;
  const query = { ...queryOf(rule, window), item: [item], order, size: MAX_GROUPS };
  const groups = (await client.showFlowTop(query))[item] ?? [];
  const of = new Map(groups.map(({ key, value }) => [key, value]));
  return { of, isComplete: groups.length < MAX_GROUPS };
}

/** Of items that flow-top doesn't rank. */
async function statisticSums(
  client: Client,
  rule: FirewallRule,
  item: Item,
  window: QueryWindow,
): Promise<Sums> {
  const query = { ...queryOf(rule, window), item, size: MAX_GROUPS };
  const { records, total: groups } = await client.listFlowStatistic(query);
  const of = new Map<string, Amount>();
  for (const { item: group, sessions, request_byte, response_byte } of records) {
    of.set(group, rule.measure === 'sessions' ? sessions : plus(request_byte, response_byte));
  }
  return { of, isComplete: groups <= records.length };
}

async function sumOfGroup(
  client: Client,
  rule: FirewallRule,
  window: QueryWindow,
  value: string,
): Promise<Amount> {
  const query = { ...queryOf(rule, window), item: flowItemOf(rule.item)!, value };
  const { sessions = 0, bytes = 0 } = await client.showFlowDetail(query);
  return rule.measure === 'sessions' ? sessions : bytes;
}

function flowItemOf(item: Item | undefined): FlowItem | undefined {
  return Object.values(FlowItem).find((one) => one === item);
}

function queryOf({ firewall, logType, direction }: FirewallRule, window: QueryWindow) {
  return {
    fw_instance_id: firewall,
    log_type: logType,
    ...window,
    ...(direction !== undefined && { direction }),
  };
}
