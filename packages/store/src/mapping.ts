import { type Conversion, conversionTakes } from './reader/conversion.ts';
import { fieldRules, flowFields } from './field.ts';
import {
  type FlowField,
  fieldSource,
  keysOfField,
  type LogFormat,
  type ReadField,
  readings,
} from './format.ts';

/**
 * How each field of a flow comes from a format, in words.
 *
 * @returns pairs of a field and where it comes from; fields that the format lacks are left out
 */
export function mappingOf(format: LogFormat): [field: FlowField, from: string][] {
  return flowFields.flatMap((field) => {
    const from = fromOf(format, field);
    return from === undefined ? [] : [[field, from] as [FlowField, string]];
  });
}

function fromOf(format: LogFormat, field: FlowField): string | undefined {
  const source = fieldSource(format, field);
  const { hosts, unidirectional } = format;
  if (source === undefined) {
    if (field === 'fw_instance_id') return 'the firewall of the source';
    if (field === 'direction' || field === 'log_type') return 'the internal networks';
    if (field !== 'dst_host' || !hosts) return undefined;
    const where = hosts.beside ? `the logs beside (${hosts.beside.join(', ')})` : 'other lines';
    return `${hosts.names.join(' or ')} of ${where} with the same ${hosts.key}`;
  }
  const isSum = unidirectional !== undefined && fieldRules[field].kind === 'count';
  if (isSum) return `sum of ${wayOf(format, field)}`;
  if ('constant' in source) return `always ${source.constant}`;
  const read = readings(source).map(inWords).join('; else ');
  const vpc = unidirectional?.interfaceVpc?.key;
  const isOfInterface = vpc !== undefined && keysOfField(source).includes(vpc);
  return isOfInterface ? `${read}, ${vpc} at the end of the interface alone` : read;
}

function inWords(source: ReadField): string {
  const { as, plus, minus, timeZone, words, default: otherwise } = source;
  const parts = [
    keysOfField(source).join(' or ') +
      (plus === undefined ? '' : ` + ${plus}`) +
      (minus === undefined ? '' : ` - ${minus}`),
    ...(as === undefined ? [] : [conversionInWords[as]]),
    ...(as === 'datetime' ? [`in ${timeZone ?? 'UTC'} unless it has a zone`] : []),
    ...Object.entries(words ?? {}).map(([from, to]) => `${from}: ${to === '' ? 'left out' : to}`),
    ...(otherwise === undefined ? [] : [`${otherwise} when absent`]),
  ];
  return parts.join(', ');
}

function wayOf(format: LogFormat, field: FlowField): string {
  const way = field.startsWith('to_s') ? 'client to server' : 'server to client';
  const sent = fieldSource(format, field.endsWith('_pkts') ? 'to_s_pkts' : 'to_s_bytes');
  const keys = sent === undefined || 'constant' in sent ? [field] : keysOfField(sent);
  return `${keys.join(' or ')} from ${way}`;
}

const conversionInWords: Readonly<Record<Conversion, string>> = {
  ...conversionTakes,
  whole: 'without its fraction',
  protocolName: 'by name, in upper case',
  upper: 'in upper case',
  set: 'in upper case and in order',
};
