import {
  type ColumnsLayout,
  type Conversion,
  conversionTakes,
  describeKind,
  fieldRules,
  type FieldSource,
  type FlowField,
  flowFields,
  isTimeZone,
  keysOf,
  type Layout,
  type LogFormat,
  logFormats,
  type ReadField,
  valueWithoutText,
} from '@cfw-flow/store';
import { suggestion } from '../nearest-name.ts';
import type { Value, Values, YamlFile } from './yaml-file.ts';

/** What a file may say, at its top. */
const parts = [
  'name',
  'title',
  'layout',
  'mark',
  'only',
  'onlyLines',
  'hosts',
  'unidirectional',
  'timeZone',
  'fields',
] as const;

const layoutKinds = ['json', 'pairs', 'csv', 'columns', 'text'] as const;
const columnParts = [
  'separator',
  'header',
  'headerIsLabelled',
  'columns',
  'unset',
  'comment',
  'mayHaveMore',
] as const;

const conversions = Object.keys(conversionTakes) as Conversion[];
const timeConversions: readonly Conversion[] = [
  'seconds',
  'nanoseconds',
  'iso',
  'time',
  'datetime',
];
const fieldParts = ['key', 'as', 'plus', 'minus', 'words', 'default', 'constant'] as const;

/** Fields that a flow has to have, and that nothing else tells. */
const neededFields = flowFields.filter(
  (field) =>
    fieldRules[field].required && !['fw_instance_id', 'log_type', 'direction'].includes(field),
);

/**
 * The format that a file declares.
 *
 * @returns nothing when something is wrong with the file, which then has the problems
 */
export function formatIn(file: YamlFile): LogFormat | undefined {
  const values = file.object(file.top, parts, ['name', 'layout', 'fields']);
  if (values === undefined) return undefined;
  const name = nameIn(file, values.get('name'));
  const layout = layoutIn(file, values.get('layout'));
  const timeZone = timeZoneIn(file, values.get('timeZone'));
  const fields = fieldsIn(file, values.get('fields'), timeZone);
  const format: LogFormat = {
    name: name ?? '',
    title: file.text(values.get('title')) ?? name ?? '',
    layout: layout ?? { kind: 'json' },
    mark: markIn(file, values.get('mark')),
    fields,
    ...given('only', choiceIn(file, values.get('only'))),
    ...given('onlyLines', file.pattern(values.get('onlyLines'))),
    ...given('hosts', hostsIn(file, values.get('hosts'))),
    ...given('unidirectional', unidirectionalIn(file, values.get('unidirectional'))),
  };
  if (layout?.kind === 'text' && (format.mark.has ?? format.mark.lacks)) {
    file.problem(values.get('mark')!, 'has keys, which lines of text lack: give it matches alone');
  }
  if (layout !== undefined) checkKeys(file, format, values);
  return file.problems.length === 0 ? format : undefined;
}

/** A property, unless its value is left out. */
function given<Name extends string, Held>(name: Name, value: Held | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Held };
}

function nameIn(file: YamlFile, value: Value | undefined): string | undefined {
  const name = file.text(value);
  if (name === undefined) return undefined;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    return file.problem(value!, 'takes small letters, digits and hyphens, such as my-format');
  }
  if (!logFormats.some((format) => format.name === name)) return name;
  return file.problem(value!, `is ${name}, a format that is known without a file. Choose another`);
}

function timeZoneIn(file: YamlFile, value: Value | undefined): string | undefined {
  const zone = file.text(value);
  if (zone === undefined || isTimeZone(zone)) return zone;
  return file.problem(
    value!,
    `is ${JSON.stringify(zone)}. It takes a zone such as Europe/Berlin, UTC or +08:00`,
  );
}

function layoutIn(file: YamlFile, value: Value | undefined): Layout | undefined {
  if (value === undefined) return undefined;
  const values = file.object(value, ['kind', ...columnParts, 'patterns'], ['kind']);
  const kind = file.choice(values?.get('kind'), layoutKinds);
  if (values === undefined || kind === undefined) return undefined;
  const allowed = {
    json: [],
    pairs: [],
    csv: columnParts,
    columns: columnParts,
    text: ['patterns'],
  };
  for (const [name, other] of values) {
    if (name === 'kind' || (allowed[kind] as readonly string[]).includes(name)) continue;
    file.problem(other, `is not for the kind ${kind}`);
  }
  switch (kind) {
    case 'json':
    case 'pairs':
      return { kind };
    case 'csv':
      return columnsIn(file, value, values, { separator: ',', quoted: true });
    case 'columns':
      return columnsIn(file, value, values, {});
    case 'text':
      return textIn(file, value, values);
  }
}

function columnsIn(
  file: YamlFile,
  value: Value,
  values: Values,
  preset: { separator?: string; quoted?: boolean },
): ColumnsLayout | undefined {
  const separator = file.text(values.get('separator')) ?? preset.separator;
  const columns = file.texts(values.get('columns'));
  const header = file.texts(values.get('header')) ?? columns;
  if (separator === undefined || separator === '') {
    return file.problem(value, 'lacks separator, what stands between two values, such as ";"');
  }
  if (header === undefined) {
    return file.problem(
      value,
      'lacks header, words of the line that names the columns, or columns, the names of all of them',
    );
  }
  return {
    kind: 'columns',
    separator,
    unset: file.texts(values.get('unset')) ?? [],
    header,
    ...given('columns', columns),
    ...given('quoted', preset.quoted),
    ...given('headerIsLabelled', file.flag(values.get('headerIsLabelled'))),
    ...given('mayHaveMore', file.flag(values.get('mayHaveMore'))),
    ...given('comment', file.text(values.get('comment'))),
  };
}

function textIn(file: YamlFile, value: Value, values: Values): Layout | undefined {
  if (!values.has('patterns')) return file.problem(value, 'lacks patterns');
  const patterns = file.patterns(values.get('patterns'));
  return patterns && { kind: 'text', patterns };
}

function markIn(file: YamlFile, value: Value | undefined): LogFormat['mark'] {
  const values = value && file.object(value, ['says', 'has', 'lacks', 'matches']);
  if (values === undefined) return { says: 'being given' };
  const has = file.texts(values.get('has'));
  const matches = file.pattern(values.get('matches'));
  if (has === undefined && matches === undefined) {
    file.problem(value!, 'lacks has, keys of a line, or matches, what a line matches');
  }
  return {
    says: file.text(values.get('says')) ?? (has ? `having ${has.join(', ')}` : 'its lines'),
    ...given('has', has),
    ...given('lacks', file.texts(values.get('lacks'))),
    ...given('matches', matches),
  };
}

function choiceIn(file: YamlFile, value: Value | undefined): LogFormat['only'] {
  const values = value && file.object(value, ['key', 'is', 'orAbsent'], ['key', 'is']);
  const key = file.text(values?.get('key'));
  const is = file.texts(values?.get('is'));
  if (key === undefined || is === undefined) return undefined;
  return { key, is, ...given('orAbsent', file.flag(values!.get('orAbsent'))) };
}

function hostsIn(file: YamlFile, value: Value | undefined): LogFormat['hosts'] {
  const values = value && file.object(value, ['key', 'names', 'beside'], ['key', 'names']);
  const key = file.text(values?.get('key'));
  const names = file.texts(values?.get('names'));
  if (key === undefined || names === undefined) return undefined;
  return { key, names, ...given('beside', file.texts(values!.get('beside'))) };
}

function unidirectionalIn(file: YamlFile, value: Value | undefined): LogFormat['unidirectional'] {
  const values = value && file.object(value, ['keys', 'refused']);
  if (values === undefined) return undefined;
  return {
    keys: file.texts(values.get('keys')) ?? [],
    refused: file.text(values.get('refused')) ?? 'deny',
  };
}

function fieldsIn(
  file: YamlFile,
  value: Value | undefined,
  timeZone: string | undefined,
): LogFormat['fields'] {
  const values = value && file.object(value, flowFields);
  if (values === undefined) return {};
  const fields: Partial<Record<FlowField, FieldSource>> = {};
  for (const [name, inner] of values) {
    const field = name as FlowField;
    const source = sourceIn(file, inner, field, timeZone);
    if (source !== undefined) fields[field] = source;
  }
  for (const field of neededFields) {
    if (values.has(field)) continue;
    const takes = describeKind(fieldRules[field].kind);
    file.problem(value!, `lacks ${field}, without which a line is no flow: ${takes}`);
  }
  return fields;
}

function sourceIn(
  file: YamlFile,
  value: Value,
  field: FlowField,
  timeZone: string | undefined,
): FieldSource | undefined {
  if (!file.isObject(value)) {
    const key = file.texts(value);
    return key && { key };
  }
  const values = file.object(value, fieldParts);
  if (values === undefined) return undefined;
  const constant = file.text(values.get('constant'));
  if (constant !== undefined) {
    if (values.size > 1)
      return file.problem(value, 'has a constant, so that it takes nothing else');
    checkValue(file, values.get('constant')!, field, constant);
    return { constant };
  }
  const key = file.texts(values.get('key'));
  if (key === undefined) {
    return values.has('key') ? undefined : file.problem(value, 'lacks key, or constant');
  }
  return { key, ...treatmentIn(file, values, field, timeZone) };
}

/** What is done to the text of a field. */
function treatmentIn(
  file: YamlFile,
  values: Values,
  field: FlowField,
  timeZone: string | undefined,
): Omit<ReadField, 'key'> {
  const isTime = fieldRules[field].kind === 'time';
  const as = file.choice(values.get('as'), conversions);
  if (as !== undefined && !isTime && timeConversions.includes(as)) {
    file.problem(values.get('as')!, `is ${as}, which is for start_time and end_time`);
  }
  for (const name of ['plus', 'minus']) {
    const length = values.get(name);
    if (length && !isTime) file.problem(length, 'is for start_time and end_time');
  }
  if (values.has('plus') && values.has('minus')) {
    file.problem(values.get('minus')!, 'can not be given together with plus');
  }
  const otherwise = file.text(values.get('default'));
  if (otherwise !== undefined) checkValue(file, values.get('default')!, field, otherwise);
  return {
    ...given('as', as),
    ...given('plus', file.text(values.get('plus'))),
    ...given('minus', file.text(values.get('minus'))),
    ...given('words', wordsIn(file, values.get('words'))),
    ...given('default', otherwise),
    ...given('timeZone', as === 'datetime' ? timeZone : undefined),
  };
}

function wordsIn(file: YamlFile, value: Value | undefined): Record<string, string> | undefined {
  const values = value && file.object(value);
  if (values === undefined) return undefined;
  return Object.fromEntries([...values].map(([word, to]) => [word, file.text(to) ?? '']));
}

function checkValue(file: YamlFile, value: Value, field: FlowField, text: string): void {
  if (valueWithoutText(field, { constant: text }) !== undefined) return;
  file.problem(value, `is ${JSON.stringify(text)}, not ${describeKind(fieldRules[field].kind)}`);
}

/** Keys that no line can have are written wrongly. */
function checkKeys(file: YamlFile, format: LogFormat, values: Values): void {
  const known = knownKeys(format.layout);
  if (known === undefined) return;
  const where = values.get('fields') ?? file.top;
  for (const key of keysOf(format)) {
    if (known.includes(key)) continue;
    const what = format.layout.kind === 'text' ? 'named group of a pattern' : 'column';
    file.problem(
      where,
      `has the key ${key}, which is no ${what}.${suggestion(key, known)} There are ${known.join(', ')}`,
    );
  }
}

/** The keys that lines may have; nothing when only the lines tell. */
function knownKeys(layout: Layout): string[] | undefined {
  if (layout.kind === 'columns') return layout.columns && [...layout.columns];
  if (layout.kind !== 'text') return undefined;
  // With nothing as an alternative, every pattern matches, and has all its groups.
  const groups = layout.patterns.map(({ source }) => new RegExp(`${source}|`).exec('')?.groups);
  return [...new Set(groups.flatMap((found) => Object.keys(found ?? {})))];
}
