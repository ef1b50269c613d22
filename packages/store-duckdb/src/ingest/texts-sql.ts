import {
  type Conversion,
  type FlowField,
  fieldSource,
  flowFields,
  isoPattern,
  keysOfField,
  type LogFormat,
  protocolNames,
  type ReadField,
} from '@cfw-flow/store';
import { quote } from './field-sql.ts';
import { name } from './raw-rows.ts';

/*
 * A format as SQL: from the texts of `raw_rows` to those of the flow record. It has to come to the same
 * as `LineReader` of @cfw-flow/store, or leave the line to it: then `is_read` is false or a field is
 * something that no flow may have.
 */

/** The fields of the flows in `raw_rows`. Lines that are skipped are not among them. */
export function textsOfRows(format: LogFormat, firewall: string, firstLine: number): string {
  const own = flowFields.filter((field) => fieldSource(format, field) !== undefined);
  const { hosts, unidirectional } = format;
  const pairKey = unidirectional?.keys
    .map((key) => `coalesce(${name(key)}, '')`)
    .join(` || ' ' || `);
  const read = `
    SELECT rowid - (SELECT min(rowid) FROM raw_rows) + 1 AS place, ${isRead(format)} AS is_read,
      ${pairKey ?? 'NULL'} AS pair_key,
      ${hosts ? name(hosts.key) : 'NULL::VARCHAR'} AS host_key,
      ${own.map((field) => `${textOf(format, field)} AS ${field}`).join(', ')}
    FROM raw_rows
    WHERE ${isFlow(format)}`;
  const host =
    hosts && `LEFT JOIN line_hosts h ON h.key = host_key AND h.seq < ${firstLine - 1} + place`;
  const placed = `
    SELECT t.*, ${host ? 'h.name' : 'NULL'} AS named_host, s.is_internal AS from_home, d.is_internal AS to_home,
      ${unidirectional ? isTurned(unidirectional.refused) : 'false'} AS is_turned
    FROM (${read}) t
    LEFT JOIN internal_addresses s ON s.written = t.src_ip
    LEFT JOIN internal_addresses d ON d.written = t.dst_ip
    ${host ?? ''}`;
  const fields = flowFields.map(
    (field) => `${finalText(format, field, own, firewall)} AS ${field}`,
  );
  return `SELECT place, is_read, pair_key, ${fields.join(', ')} FROM (${placed})`;
}

/** How many lines are skipped. */
export function countSkipped(format: LogFormat): string {
  return `SELECT count(*) FROM raw_rows WHERE ${isSkipped(format)}`;
}

/** Whether a line is skipped. */
export function isSkipped(format: LogFormat): string {
  return `NOT (${isFlow(format)})`;
}

/** Lines that may name hosts, but that the engine could not take apart. */
export function unreadPlaces(key: string): string {
  return `
    SELECT rowid - (SELECT min(rowid) FROM raw_rows) + 1 FROM raw_rows
    WHERE ${name(key)} IS NULL ORDER BY ALL`;
}

/** A line without the key is left to the plain reader. */
function isFlow({ only }: LogFormat): string {
  if (only === undefined) return 'true';
  return `coalesce(${name(only.key)} IN (${only.is.map(quote).join(', ')}), true)`;
}

function isRead(format: LogFormat): string {
  const { only } = format;
  const parts = flowFields.flatMap((field) => {
    const source = fieldSource(format, field);
    if (source === undefined || 'constant' in source) return [];
    const { as, plus } = source;
    if (as === undefined || as === 'upper') return [];
    const lengths = plus === undefined ? [] : [isConverted('seconds', name(plus))];
    return [isConverted(as, rawText(source)), ...lengths];
  });
  if (only && !only.orAbsent) parts.push(`${name(only.key)} IS NOT NULL`);
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

function isConverted(as: Conversion, text: string): string {
  return `(${text} IS NULL OR ${converted(as, text)} IS NOT NULL)`;
}

function rawText(source: ReadField): string {
  return `coalesce(${keysOfField(source).map(name).join(', ')})`;
}

function textOf(format: LogFormat, field: FlowField): string {
  const source = fieldSource(format, field)!;
  if ('constant' in source) return quote(source.constant);
  const { as, words, plus } = source;
  let text = rawText(source);
  if (as !== undefined) text = converted(as, text, plus === undefined ? undefined : name(plus));
  if (words !== undefined) text = `nullif(${replaced(text, words)}, '')`;
  return source.default === undefined
    ? text
    : `CASE WHEN ${rawText(source)} IS NULL THEN ${quote(source.default)} ELSE ${text} END`;
}

function replaced(text: string, words: Readonly<Record<string, string>>): string {
  const cases = Object.entries(words).map(([from, to]) => `WHEN ${quote(from)} THEN ${quote(to)}`);
  return `CASE ${text} ${cases.join(' ')} ELSE ${text} END`;
}

/** A text after its conversion, or null when it can't be converted here. */
function converted(as: Conversion, text: string, plus?: string): string {
  switch (as) {
    case 'seconds': {
      const length =
        plus === undefined
          ? '0'
          : `CASE WHEN ${plus} IS NULL THEN 0 ELSE ${microseconds(plus)} END`;
      return `((${microseconds(text)} + ${length}) // 1000)::VARCHAR`;
    }
    case 'nanoseconds':
      return `CASE WHEN regexp_full_match(${text}, '[1-9][0-9]{6,20}') THEN ${text}[:-7] END`;
    case 'iso':
      return isoMilliseconds(text);
    case 'whole':
      return `CASE WHEN regexp_full_match(${text}, '(0|[1-9][0-9]*)([.][0-9]+)?')
        THEN string_split(${text}, '.')[1] END`;
    case 'protocol':
      return `CASE WHEN TRY_CAST(${text} AS UTINYINT)::VARCHAR = ${text}
        THEN ${replaced(text, protocolNames)} END`;
    case 'upper':
      return `translate(${text}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')`;
  }
}

/** Seconds in decimals as whole microseconds. Those with an exponent, or too many digits, are null. */
function microseconds(text: string): string {
  const whole = `TRY_CAST(string_split(${text}, '.')[1] AS BIGINT)`;
  const fraction = `rpad(coalesce(string_split(${text}, '.')[2], ''), 6, '0')::BIGINT`;
  return `CASE WHEN regexp_full_match(${text}, '(0|[1-9][0-9]{0,11})([.][0-9]{1,18})?')
    THEN ${whole} * 1000000 + ${fraction} END`;
}

function isoMilliseconds(text: string): string {
  const part = (key: string) => `struct_extract(parts, ${quote(key)})`;
  const groups = `regexp_extract(${text}, ${quote(isoPattern)}, ['time', 'fraction', 'sign', 'hours', 'minutes'])`;
  const offset = `coalesce(TRY_CAST(${part('hours')} AS BIGINT) * 60 + TRY_CAST(${part('minutes')} AS BIGINT), 0)
    * CASE ${part('sign')} WHEN '-' THEN -60000 ELSE 60000 END`;
  return `list_transform([${groups}], lambda parts:
    CASE WHEN ${part('time')} <> '' THEN
      (epoch_ms(TRY_CAST(${part('time')} AS TIMESTAMP)) - ${offset}
        + rpad(${part('fraction')}, 3, '0')::BIGINT)::VARCHAR END)[1]`;
}

/** The ends that one way of a conversation is turned by. */
function isTurned(refused: string): string {
  const port = (field: string) => `coalesce(TRY_CAST(${field} AS USMALLINT), 0)`;
  return `coalesce(action, '') <> ${quote(refused)} AND CASE
    WHEN ${port('src_port')} <> ${port('dst_port')} THEN ${port('src_port')} < ${port('dst_port')}
    WHEN s.is_internal = d.is_internal THEN d.name < s.name
    ELSE d.is_internal END`;
}

const otherEnd: Partial<Record<FlowField, FlowField>> = {
  src_ip: 'dst_ip',
  dst_ip: 'src_ip',
  src_port: 'dst_port',
  dst_port: 'src_port',
  to_s_bytes: 'to_c_bytes',
  to_c_bytes: 'to_s_bytes',
  to_s_pkts: 'to_c_pkts',
  to_c_pkts: 'to_s_pkts',
};

function finalText(
  { unidirectional }: LogFormat,
  field: FlowField,
  own: readonly FlowField[],
  firewall: string,
): string {
  const has = own.includes(field);
  if (field === 'fw_instance_id') {
    return has ? `coalesce(${field}, ${quote(firewall)})` : quote(firewall);
  }
  if (field === 'dst_host') return has ? `coalesce(dst_host, named_host)` : 'named_host';
  if (field === 'direction' && !has) {
    const [from, to] = unidirectional
      ? [turned('from_home', 'to_home'), turned('to_home', 'from_home')]
      : ['from_home', 'to_home'];
    return `CASE WHEN ${to} AND NOT ${from} THEN 'out2in' ELSE 'in2out' END`;
  }
  if (field === 'log_type' && !has) {
    return `CASE WHEN from_home AND to_home THEN 'vpc' ELSE 'internet' END`;
  }
  if (!has) return 'NULL::VARCHAR';
  const other = otherEnd[field];
  return unidirectional && other ? turned(field, other) : field;
}

function turned(field: string, other: string): string {
  return `CASE WHEN is_turned THEN ${other} ELSE ${field} END`;
}
