import { LogType } from '@cfw-flow/types';
import { canonicalAddress } from './address.ts';
import { describeKind, fieldRules, flowFields, greatestCount, greatestTime } from './field.ts';
import type { FieldKind } from './field.ts';
import type { FlowRecord } from './flow.ts';
import type { FlowField, LogFormat } from './format.ts';

/** What a line of a log is: a flow, or not one and why. */
export type ReadResult = { flow: FlowRecord } | { reason: string };

/**
 * Reads one line of a log: the meaning of a format in plain code. Engines read in bulk and must
 * come to the same flows; they ask here why a line they could not take is not a flow.
 *
 * @param firewall - firewall of a line that doesn't name its own
 */
export function readFlow(format: LogFormat, line: string, firewall: string): ReadResult {
  const read = parseLine(line);
  if ('reason' in read) return read;

  const texts = new Map<FlowField, string>();
  for (const field of flowFields) {
    const text = textOf(read.object[format.fields[field]]);
    if (text !== undefined) texts.set(field, text);
  }
  if (!texts.has('fw_instance_id')) texts.set('fw_instance_id', firewall);
  const border = borderOf(texts.get('vsys'));
  if (!texts.has('log_type') && border) texts.set('log_type', border);

  const flow: Partial<Record<FlowField, unknown>> = {};
  for (const field of flowFields) {
    const { kind, required } = fieldRules[field];
    const text = texts.get(field);
    if (text === undefined) {
      if (required) return { reason: `${format.fields[field]} is missing` };
      continue;
    }
    const value = field === 'vsys' ? readVsys(text) : valueOf(kind, text);
    if (value === undefined) {
      return { reason: `${format.fields[field]} is ${quote(text)}, not ${describeKind(kind)}` };
    }
    flow[field] = value;
  }
  if (isPortless(texts.get('protocol')!)) {
    delete flow.src_port;
    delete flow.dst_port;
  }
  return { flow: flow as unknown as FlowRecord };
}

/** ICMP and ICMPV6 have no ports, whatever a log writes there. */
function isPortless(protocol: string): boolean {
  return /^icmp/i.test(protocol);
}

/** A log without `log_type` may tell the border by its virtual system. */
function borderOf(vsys: string | undefined): LogType | undefined {
  if (vsys === '1') return LogType.INTERNET;
  if (vsys === '2') return LogType.VPC;
  return undefined;
}

function readVsys(text: string): number | undefined {
  return borderOf(text) && Number(text);
}

function parseLine(line: string): { object: Record<string, unknown> } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line, keepNumbersAsWritten);
  } catch (error) {
    return { reason: `not JSON: ${(error as SyntaxError).message}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { reason: 'not a JSON object' };
  }
  return { object: value as Record<string, unknown> };
}

/** A number keeps its digits: a 64-bit count is not rounded on its way in. */
function keepNumbersAsWritten(_key: string, value: unknown, context?: { source?: string }) {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOf(kind: FieldKind, text: string): unknown {
  if (typeof kind === 'object') return kind.includes(text) ? text : undefined;
  switch (kind) {
    case 'text':
      return text;
    case 'address':
      return canonicalAddress(text);
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
    case 'port':
      return wholeNumber(text, 65_535);
    case 'time':
      return wholeNumber(text, greatestTime);
    case 'count':
      return wholeCount(text);
  }
}

const digits = /^(0|[1-9][0-9]*)$/;

function wholeNumber(text: string, greatest: number): number | undefined {
  return digits.test(text) && Number(text) <= greatest ? Number(text) : undefined;
}

function wholeCount(text: string): bigint | undefined {
  if (!digits.test(text) || text.length > 19) return undefined;
  const count = BigInt(text);
  return count <= greatestCount ? count : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
