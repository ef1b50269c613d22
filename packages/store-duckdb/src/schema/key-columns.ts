import {
  type FieldKind,
  fieldRules,
  type FlowField,
  type ItemDeclaration,
  items,
  listFields,
  type SaidField,
} from '@cfw-flow/store';

/*
 * The columns of the flows that answers have something of, as the declarations of the items tell.
 */

/** A column by which answers group or list. */
export type KeyColumn = SaidField;

const declarations = Object.values(items);

/** All columns that an answer about an item names. */
export function columnsOf({ field, lists, said }: ItemDeclaration): KeyColumn[] {
  return [field, ...lists.map((list) => listFields[list]), ...said.map((one) => one.field)];
}

const columnsOfItems = distinct([
  ...declarations.map(({ field }) => field),
  ...declarations.flatMap(columnsOf),
]);

/** Columns of the flows by which hourly aggregates are told apart, and by which answers group. */
export const keyColumns = columnsOfItems.filter((column) => !isOfRisk(column));

/** Columns that only flows have which a threat list flags. */
export const riskColumns = columnsOfItems.filter(isOfRisk);

/** Columns by which hourly aggregates of flagged flows are told apart: those that answers name. */
export const flaggedColumns = [...keyColumns, ...riskColumns].filter((column) =>
  declarations.some((item) => isOfRisk(item.field) && columnsOf(item).includes(column)),
);

/** Columns with many values: their greatest groups have few of the flows. */
export const manyValuedColumns = keyColumns.filter(
  (column) => !declarations.some(({ field, hasFewValues }) => field === column && hasFewValues),
);

/** Tells whether only flows that a threat list flags have a value in a column. */
export function isOfRisk(column: KeyColumn): column is RiskColumn {
  return !(column in fieldRules);
}

type RiskColumn = Exclude<SaidField, FlowField>;

const riskKinds: Readonly<Record<RiskColumn, FieldKind>> = {
  risk_ip: 'address',
  risk_ip_region: 'text',
  risk_ip_list: 'text',
  risk_host: 'host',
  risk_host_list: 'text',
};

/** What the values of a column are. */
export function kindOf(column: KeyColumn): FieldKind {
  return isOfRisk(column) ? riskKinds[column] : fieldRules[column].kind;
}

/** The table with the texts that the numbers of a kind stand for; none for ports, which are numbers. */
export function dictionaryOf(kind: FieldKind): 'addresses' | 'hosts' | 'names' | undefined {
  switch (kind) {
    case 'port':
      return undefined;
    case 'address':
      return 'addresses';
    case 'host':
      return 'hosts';
    default:
      return 'names';
  }
}

/** Type of a column, as narrow as the flows have it. */
export function typeOf(column: KeyColumn): string {
  switch (kindOf(column)) {
    case 'address':
      return 'BIGINT';
    case 'port':
      return 'USMALLINT';
    default:
      return 'INTEGER';
  }
}

function distinct(columns: readonly KeyColumn[]): KeyColumn[] {
  return [...new Set(columns)];
}
