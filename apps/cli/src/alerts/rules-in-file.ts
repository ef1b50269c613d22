import { Direction, FlowItem, Item, LogType } from '@cfw-flow/types';
import { isUuid } from '../connection/ids.ts';
import type { Value, Values, YamlFile } from '../format-file/yaml-file.ts';
import { readTimeLength } from '../time-length.ts';
import { type Limit, limitForm, readLimit } from './limit.ts';
import {
  type AlertRules,
  comparedWindows,
  type Condition,
  type Rule,
  severities,
  type TimeLength,
  type Webhook,
  webhookForms,
} from './rule.ts';

const conditions = ['above', 'below', 'new', 'grown', 'shrunk'] as const;

/** What a rule may say. */
const ruleParts = [
  'name',
  'severity',
  'item',
  'value',
  'window',
  'log_type',
  'direction',
  'firewall',
  ...conditions,
  'against',
  'at_least',
] as const;

const webhookParts = ['name', 'form', 'url', 'url_from', 'authorization_from'] as const;

const DAY = 86_400_000;
/** Longest window, and longest time before it. */
const MAX_LENGTH = 31 * DAY;
const MIN_WINDOW = 60_000;

/**
 * The rules that a file declares.
 *
 * @param environment - what `url_from` and `authorization_from` name variables of
 * @returns nothing when something is wrong with the file, which then has the problems
 */
export function rulesIn(
  file: YamlFile,
  environment: Readonly<Record<string, string | undefined>>,
): AlertRules | undefined {
  const values = file.object(file.top, ['rules', 'webhooks'], ['rules']);
  const listed = file.list(values?.get('rules'));
  if (values === undefined || listed === undefined) return undefined;
  if (listed.length === 0)
    file.problem(values.get('rules')!, 'is empty: it takes one rule at least');
  const rules = listed.map((value) => ruleIn(file, value));
  const webhooks = (file.list(values.get('webhooks')) ?? []).map((value) =>
    webhookIn(file, value, environment),
  );
  checkNames(file, listed, rules);
  checkNames(file, file.list(values.get('webhooks')) ?? [], webhooks);
  if (file.problems.length > 0) return undefined;
  return { rules: rules as Rule[], webhooks: webhooks as Webhook[] };
}

function ruleIn(file: YamlFile, value: Value): Rule | undefined {
  const values = file.object(value, ruleParts, ['name', 'log_type', 'window']);
  if (values === undefined) return undefined;
  const name = nameIn(file, values.get('name'));
  const severity = file.choice(values.get('severity'), severities) ?? 'warning';
  const item = file.choice(values.get('item'), Object.values(Item));
  const group = file.text(values.get('value'));
  const window = lengthIn(file, values.get('window'), MIN_WINDOW);
  const logType = file.choice(values.get('log_type'), Object.values(LogType));
  const direction = file.choice(values.get('direction'), Object.values(Direction));
  const firewall = firewallIn(file, values.get('firewall'));
  const condition = conditionIn(file, value, values);
  checkGroup(file, values, item);
  if (name === undefined || window === undefined || condition === undefined) return undefined;
  if (logType === undefined) return undefined;
  return {
    name,
    severity,
    logType,
    window,
    condition,
    measure: 'limit' in condition ? condition.limit.measure : condition.atLeast.measure,
    ...(item !== undefined && { item }),
    ...(group !== undefined && { value: group }),
    ...(direction !== undefined && { direction }),
    ...(firewall !== undefined && { firewall }),
  };
}

/** Whether one group can be asked about, and whether there is one to be judged. */
function checkGroup(file: YamlFile, values: Values, item: Item | undefined): void {
  const value = values.get('value');
  const flowItems = Object.values(FlowItem);
  if (value !== undefined && !flowItems.some((one) => one === item)) {
    file.problem(value, `needs an item that has groups by value: ${flowItems.join(', ')}`);
  }
  const below = values.get('below');
  if (below !== undefined && item !== undefined && value === undefined) {
    file.problem(below, 'would alert for every small group: give the value of one, or no item');
  }
  if (values.has('new') && item === undefined) {
    file.problem(values.get('new')!, 'needs an item, whose groups can be new');
  }
}

function conditionIn(file: YamlFile, rule: Value, values: Values): Condition | undefined {
  const [kind, ...others] = conditions.filter((one) => values.has(one));
  if (kind === undefined || others.length > 0) {
    return file.problem(
      rule,
      `takes one of ${conditions.join(', ')}, and has ${others.length === 0 ? 'none' : [kind, ...others].join(' and ')}`,
    );
  }
  const isCompared = kind === 'grown' || kind === 'shrunk';
  if (values.has('against') && !isCompared) {
    file.problem(values.get('against')!, 'belongs to grown and shrunk');
  }
  if (kind === 'above' || kind === 'below') {
    if (values.has('at_least'))
      file.problem(values.get('at_least')!, 'belongs to new, grown and shrunk');
    const limit = limitIn(file, values.get(kind));
    return limit && { kind, limit };
  }
  const atLeast = values.has('at_least')
    ? limitIn(file, values.get('at_least'))
    : ({ measure: 'sessions', value: 1 } satisfies Limit);
  if (kind === 'new') {
    const before = lengthIn(file, values.get('new'), MIN_WINDOW);
    return before && atLeast && { kind, before, atLeast };
  }
  if (!values.has('at_least')) {
    file.problem(
      values.get(kind)!,
      'needs at_least, or a group that grows from 1 session alerts, too',
    );
  }
  const factor = factorIn(file, values.get(kind));
  const against = file.choice(values.get('against'), comparedWindows) ?? 'window';
  return factor === undefined || atLeast === undefined
    ? undefined
    : { kind, factor, against, atLeast };
}

function nameIn(file: YamlFile, value: Value | undefined): string | undefined {
  const name = file.text(value);
  if (name === undefined || /^[\w.-]{1,100}$/.test(name)) return name;
  return file.problem(value!, 'takes letters, digits, hyphens, dots and underscores, up to 100');
}

function firewallIn(file: YamlFile, value: Value | undefined): string | undefined {
  const id = file.text(value)?.toLowerCase();
  if (id === undefined || isUuid(id)) return id;
  return file.problem(value!, `is ${JSON.stringify(id)}. It takes the id of a firewall, a UUID`);
}

function lengthIn(file: YamlFile, value: Value | undefined, min: number): TimeLength | undefined {
  const text = file.text(value);
  if (text === undefined) return undefined;
  const milliseconds = readTimeLength(text) ?? Number.NaN;
  if (milliseconds >= min && milliseconds <= MAX_LENGTH) return { text, milliseconds };
  return file.problem(
    value!,
    `is ${JSON.stringify(text)}. It takes 1m to 31d, such as 5m, 1h or 7d`,
  );
}

function limitIn(file: YamlFile, value: Value | undefined): Limit | undefined {
  const text = file.text(value);
  if (text === undefined) return undefined;
  return (
    readLimit(text) ?? file.problem(value!, `is ${JSON.stringify(text)}. It takes ${limitForm}`)
  );
}

function factorIn(file: YamlFile, value: Value | undefined): number | undefined {
  const text = file.text(value);
  if (text === undefined) return undefined;
  const factor = Number(text);
  if (factor > 1 && Number.isFinite(factor)) return factor;
  return file.problem(value!, `is ${JSON.stringify(text)}. It takes a factor above 1, such as 5`);
}

function webhookIn(
  file: YamlFile,
  value: Value,
  environment: Readonly<Record<string, string | undefined>>,
): Webhook | undefined {
  const values = file.object(value, webhookParts, ['form']);
  if (values === undefined) return undefined;
  const form = file.choice(values.get('form'), webhookForms);
  const name = values.has('name') ? nameIn(file, values.get('name')) : form;
  if (values.has('url') === values.has('url_from')) {
    file.problem(value, 'takes either url or url_from, the environment variable that has it');
  }
  const url = urlIn(file, values, environment);
  const authorization = variableIn(file, values.get('authorization_from'), environment);
  if (form === undefined || name === undefined || url === undefined) return undefined;
  return { name, form, url, ...(authorization !== undefined && { authorization }) };
}

function urlIn(
  file: YamlFile,
  values: Values,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const value = values.get('url') ?? values.get('url_from');
  const url = values.has('url') ? file.text(value) : variableIn(file, value, environment);
  if (url === undefined || (/^https?:\/\//.test(url) && URL.canParse(url))) return url;
  return file.problem(value!, 'is no http or https URL');
}

function variableIn(
  file: YamlFile,
  value: Value | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const variable = file.text(value);
  if (variable === undefined) return undefined;
  const held = environment[variable];
  if (held !== undefined && held !== '') return held;
  return file.problem(value!, `is ${variable}, an environment variable that is not set`);
}

/** Names tell rules and webhooks apart in the state. */
function checkNames(
  file: YamlFile,
  values: readonly Value[],
  named: readonly ({ name: string } | undefined)[],
): void {
  const seen = new Set<string>();
  for (const [index, one] of named.entries()) {
    if (one === undefined) continue;
    if (seen.has(one.name)) {
      file.problem(
        values[index]!,
        `has the name ${one.name}, which another has, too: give it one of its own`,
      );
    }
    seen.add(one.name);
  }
}
