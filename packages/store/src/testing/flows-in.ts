import type { EnrichedColumns } from '../enrichment/enriched-columns.ts';
import type { EnrichedFlow } from '../enrichment/enriched-flow.ts';
import type { FlowRecord } from '../flow.ts';
import { addressAt } from '../reader/address-list.ts';
import {
  ABSENT,
  addressFields,
  bigFields,
  type FlowColumns,
  smallFields,
  textFields,
} from '../reader/flow-columns.ts';

/** The flows of a block as records. */
export function flowsIn(flows: FlowColumns): FlowRecord[] {
  return Array.from({ length: flows.rows }, (_, row) => flowAt(flows, row));
}

/** The flows of a block as records, with the threat lists that they are on. */
export function enrichedFlowsIn(flows: EnrichedColumns): EnrichedFlow[] {
  const { found } = flows;
  if (found === undefined) return flowsIn(flows);
  return flowsIn(flows).map((flow, row) => {
    const ip_lists = found.lists[found.ip_lists[row]!];
    const host_lists = found.lists[found.host_lists[row]!];
    return {
      ...flow,
      ...(ip_lists !== undefined && { ip_lists }),
      ...(host_lists !== undefined && { host_lists }),
    };
  });
}

function flowAt({ columns, texts, addresses }: FlowColumns, row: number): FlowRecord {
  const cells: [string, unknown][] = [
    ...textFields.map((field): [string, unknown] => [field, texts[field][columns[field][row]!]]),
    ...addressFields.map((field): [string, unknown] => [
      field,
      addressAt(addresses, columns[field][row]!),
    ]),
    ...smallFields.map((field): [string, unknown] => [field, valueOf(columns[field][row]!)]),
    ...bigFields.map((field): [string, unknown] => [field, valueOf(columns[field][row]!)]),
  ];
  const flow = Object.fromEntries(cells.filter(([, value]) => value !== undefined));
  for (const time of ['start_time', 'end_time']) {
    if (flow[time] !== undefined) flow[time] = Number(flow[time]);
  }
  return flow as unknown as FlowRecord;
}

function valueOf<Cell extends number | bigint>(cell: Cell): Cell | undefined {
  return Number(cell) === ABSENT ? undefined : cell;
}
