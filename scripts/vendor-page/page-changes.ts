import type { PageFacts, PageField } from './page-facts.ts';

/** What changed on a page since it was read before, a sentence each. */
export function pageChanges(before: PageFacts, after: PageFacts): string[] {
  const tables = Object.keys({ ...before.tables, ...after.tables });
  return [
    ...(before.uri === after.uri ? [] : [`The path was ${before.uri} and is ${after.uri}.`]),
    ...tables.flatMap((table) => tableChanges(table, before.tables[table], after.tables[table])),
  ];
}

function tableChanges(
  table: string,
  before: Record<string, PageField> | undefined,
  after: Record<string, PageField> | undefined,
): string[] {
  if (before === undefined)
    return [`Table ${table} is new: ${Object.keys(after ?? {}).join(', ')}.`];
  if (after === undefined) return [`Table ${table} is gone.`];
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const [had, has] = [before[name], after[name]];
    const place = `${name} (table ${table})`;
    if (had === undefined) return [`${place} is new: ${JSON.stringify(has)}.`];
    if (has === undefined) return [`${place} is gone.`];
    return fieldChanges(place, had, has);
  });
}

function fieldChanges(place: string, before: PageField, after: PageField): string[] {
  const keys = Object.keys({ ...before, ...after }) as (keyof PageField)[];
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${place}: ${key} was ${said(before[key])} and is ${said(after[key])}.`);
}

function said(value: PageField[keyof PageField]): string {
  if (value === undefined) return 'not said';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
