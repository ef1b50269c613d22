import { Direction, LogType } from '@cfw-flow/types';
import type { FlowField } from './format.ts';

/**
 * What a field may hold, as written in a log:
 *
 * - `address`: an IPv4 or IPv6 address
 * - `port`: 0 to 65535
 * - `count`: 0 to 2^63 − 1
 * - `time`: milliseconds since 1970 UTC, from 1973 up to the end of the year 9999
 * - `uuid`: a UUID in lower case with hyphens
 * - `host`: a host name, in lower case and without final dots: names have no case (RFC 4343)
 * - `text`: anything
 * - a list: one of these words
 *
 * Numbers are decimal digits without sign, point or leading zeros, quoted or not.
 */
export type FieldKind =
  | 'address'
  | 'port'
  | 'count'
  | 'time'
  | 'uuid'
  | 'host'
  | 'text'
  | readonly string[];

/** What is asked of a field. */
export interface FieldRule {
  /** What it may hold. */
  readonly kind: FieldKind;
  /** Without it, a line is no flow. */
  readonly required: boolean;
}

const needed = (kind: FieldKind): FieldRule => ({ kind, required: true });
const optional = (kind: FieldKind): FieldRule => ({ kind, required: false });

/** The rule of every field of the flow record. A null or an empty string is as good as absent. */
export const fieldRules: Readonly<Record<FlowField, FieldRule>> = {
  fw_instance_id: needed('uuid'),
  log_type: needed(Object.values(LogType)),
  direction: needed(Object.values(Direction)),
  src_ip: needed('address'),
  src_port: optional('port'),
  dst_ip: needed('address'),
  dst_port: optional('port'),
  protocol: needed('text'),
  app: optional('text'),
  dst_host: optional('host'),
  src_region_name: optional('text'),
  dst_region_name: optional('text'),
  src_vpc: optional('text'),
  dst_vpc: optional('text'),
  action: optional('text'),
  vsys: optional(['1', '2']),
  vgw_id: optional('uuid'),
  to_s_bytes: needed('count'),
  to_c_bytes: needed('count'),
  to_s_pkts: optional('count'),
  to_c_pkts: optional('count'),
  start_time: optional('time'),
  end_time: needed('time'),
};

/** Every field of the flow record, in the record's order. */
export const flowFields = Object.keys(fieldRules) as FlowField[];

/** Greatest `count`: 2^63 − 1. */
export const maxCount = 2n ** 63n - 1n;

/** Least `time`, in March 1973: what is below it are seconds. */
export const minTime = 100_000_000_000;

/** Greatest `time`, the last millisecond of the year 9999: microseconds are beyond it. */
export const maxTime = Date.UTC(10_000, 0) - 1;

/** What a kind of field takes, for people. */
export function describeKind(kind: FieldKind): string {
  if (typeof kind === 'object') return `one of ${kind.join(', ')}`;
  switch (kind) {
    case 'address':
      return 'an IPv4 or IPv6 address';
    case 'port':
      return 'a port from 0 to 65535';
    case 'count':
      return 'an integer from 0 to 2^63 - 1';
    case 'time':
      return 'a time stamp in milliseconds';
    case 'uuid':
      return 'a UUID in lower case';
    case 'host':
    case 'text':
      return 'a text';
  }
}
