import type { FlowDetail } from '@cfw-flow/fetch-client';
import type { Labelled } from '../output/print-labelled.ts';
import { counted, formatBytes, formatCount, formatTime } from '../output/quantity.ts';
import { shownTime } from '../query/shown-time.ts';

/** What a group comes to, as lines with labels. */
export function detailLines(detail: FlowDetail<'bigint'>): Labelled[] {
  const request = formatBytes(detail.request_byte ?? 0);
  const response = formatBytes(detail.response_byte ?? 0);
  const distinct = [
    counted(detail.src_ip_count, 'source'),
    counted(detail.dst_ip_count, 'destination'),
    counted(detail.dst_port_count, 'port'),
    counted(detail.app_count, 'app'),
  ];
  return [
    ['sessions', formatCount(detail.sessions ?? 0)],
    ['bytes', `${formatBytes(detail.bytes ?? 0)}: request ${request}, response ${response}`],
    ['distinct', distinct.join(', ')],
    ...seenLine(detail),
  ];
}

function seenLine({ start_time, end_time }: FlowDetail<'bigint'>): Labelled[] {
  const [start, end] = [start_time ?? undefined, end_time ?? undefined];
  if (start === undefined || end === undefined) return [];
  const first = formatTime(shownTime(start, 'start_time'));
  const last = formatTime(shownTime(end, 'end_time'));
  return [['seen', `${first} to ${last}`]];
}
