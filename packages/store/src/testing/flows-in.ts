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
