import { type FlowField, fieldRules, flowFields } from '@cfw-flow/store';

/** A column of a file of a backup. */
export interface Column {
  readonly name: string;
  /** Type of the engine that it is written from, and read as. */
  readonly type: string;
}

/** What enrichment found of a flow: the names of threat lists, joined by `, `. */
export const findings = ['risk_ip_list', 'risk_host_list'] as const;

/** The columns of a file of flows: the fields of a flow, and what enrichment found. */
export const flowColumns: readonly Column[] = [
  ...flowFields.map((field) => ({ name: field, type: typeOf(field) })),
  ...findings.map((name) => ({ name, type: 'VARCHAR' })),
];

function typeOf(field: FlowField): string {
  if (field === 'vsys') return 'UTINYINT';
  switch (fieldRules[field].kind) {
    case 'port':
      return 'USMALLINT';
    case 'count':
    case 'time':
      return 'BIGINT';
    default:
      return 'VARCHAR';
  }
}
