import type { CfwClient, QueryWindow } from '@cfw-flow/fetch-client';
import type { Amount } from '../amount.ts';
import { type Alert, summaryOf } from './alert.ts';
import type { Limit } from './limit.ts';
import type { ComparedWindow, FirewallRule } from './rule.ts';
import { sumOf, type Sums, sumsIn, total } from './sums.ts';

/** A group that meets the condition of a rule. */
interface Found {
  group: string;
  value: Amount;
  before?: Amount;
}

/** Milliseconds that a compared window lies before; the length of the window where it is that before. */
const distances: Readonly<Record<ComparedWindow, number | undefined>> = {
  window: undefined,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/**
 * Checks a rule for a firewall.
 *
 * @param now - end of the window, milliseconds since 1970 UTC
 * @throws what the client throws, such as when the server can't be reached
 */
export async function checkRule(
  client: CfwClient<'bigint'>,
  rule: FirewallRule,
  now: number,
): Promise<Alert[]> {
  const window = { start_time: now - rule.window.milliseconds, end_time: now };
  const found = await find(client, rule, window);
  return found.map(({ group, value, before }) => ({
    rule: rule.name,
    severity: rule.severity,
    firewall: rule.firewall,
    log_type: rule.logType,
    ...(rule.item !== undefined && { item: rule.item, group }),
    measure: rule.measure,
    value,
    ...(before !== undefined && { before }),
    ...window,
    summary: summaryOf(rule, group, value, before),
  }));
}

async function find(
  client: CfwClient<'bigint'>,
  rule: FirewallRule,
  window: QueryWindow,
): Promise<Found[]> {
  const { condition } = rule;
  switch (condition.kind) {
    case 'above':
      return groupsOf(await sumsIn(client, rule, window)).filter(
        ({ value }) => value > condition.limit.value,
      );
    case 'below':
      return groupsOf(await sumsIn(client, rule, window)).filter(
        ({ value }) => value < condition.limit.value,
      );
    case 'new': {
      const before = windowBefore(window.start_time, condition.before.milliseconds);
      const all = await compared(client, rule, window, before, condition.atLeast);
      return all
        .filter((one) => Number(one.other) === 0)
        .map(({ group, value }) => ({ group, value }));
    }
    case 'grown': {
      const before = comparedWindow(window, condition.against);
      const all = await compared(client, rule, window, before, condition.atLeast);
      return all
        .filter((one) => Number(one.value) >= condition.factor * Number(one.other))
        .map(({ group, value, other }) => ({ group, value, before: other }));
    }
    case 'shrunk': {
      const before = comparedWindow(window, condition.against);
      const all = await compared(client, rule, before, window, condition.atLeast);
      return all
        .filter((one) => Number(one.value) >= condition.factor * Number(one.other))
        .map(({ group, value, other }) => ({ group, value: other, before: value }));
    }
  }
}

/** A group with what it has in two windows. */
interface Compared {
  group: string;
  value: Amount;
  other: Amount;
}

/**
 * The groups that have enough in a window, with what they have in another. None where the other has no
 * flows at all: the logs may begin later or end before, and all groups would be new, grown or gone.
 */
async function compared(
  client: CfwClient<'bigint'>,
  rule: FirewallRule,
  window: QueryWindow,
  otherWindow: QueryWindow,
  atLeast: Limit,
): Promise<Compared[]> {
  const groups = groupsOf(await sumsIn(client, rule, window)).filter(
    ({ value }) => value >= atLeast.value,
  );
  if (groups.length === 0) return [];
  const sums = await sumsIn(client, rule, otherWindow);
  const hasGroups = [...sums.of.values()].some((value) => value > 0);
  if (!hasGroups && (await total(client, rule, otherWindow)) === 0) return [];
  const all: Compared[] = [];
  for (const { group, value } of groups) {
    const other = await sumOf(client, rule, otherWindow, group, sums);
    if (other !== undefined) all.push({ group, value, other });
  }
  return all;
}

function groupsOf({ of }: Sums): Found[] {
  return [...of].map(([group, value]) => ({ group, value }));
}

function windowBefore(end: number, length: number): QueryWindow {
  return { start_time: end - length, end_time: end };
}

function comparedWindow(
  { start_time, end_time }: QueryWindow,
  against: ComparedWindow,
): QueryWindow {
  const distance = distances[against] ?? end_time - start_time;
  return { start_time: start_time - distance, end_time: end_time - distance };
}
