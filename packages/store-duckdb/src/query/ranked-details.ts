import { type Row, rows } from '../database/rows.ts';
import type { Connection } from '../database/connection.ts';
import { nameKey, namesOf } from './names-of.ts';
import { type Detail, groupDetails, likelyEntries } from './flow-statistic-sql.ts';
import type { Chosen, QueryPlan } from './segments-sql.ts';

/** An entry of what is said of a group. */
export interface RankedEntry {
  readonly detail: Detail['name'];
  /** Number of the group. */
  readonly number: number;
  /** Name of the entry. */
  readonly entry: string;
  readonly measure: number;
}

/** So many entries are named and ranked here; the engine does it with more, which takes it longer with few. */
const maxRankedHere = 1000;

/** What is said of each of the greatest groups, in the order of the answer. */
export async function rankedDetails(
  connection: Connection,
  chosen: Chosen,
  details: readonly Detail[],
  plan: QueryPlan,
): Promise<RankedEntry[]> {
  const likely = await rows(connection, likelyEntries(chosen, details, plan, maxRankedHere + 1));
  return likely.length > maxRankedHere
    ? (await rows(connection, groupDetails(chosen, details, plan))).map(entryOf)
    : ranked(connection, likely, details);
}

async function ranked(
  connection: Connection,
  likely: readonly Row[],
  details: readonly Detail[],
): Promise<RankedEntry[]> {
  const byName = new Map(details.map((detail) => [detail.name as string, detail]));
  const columnOf = (row: Row) => byName.get(String(row['detail']))!.entry;
  const numbers = likely.map((row) => ({ column: columnOf(row), number: Number(row['entry']) }));
  const names = await namesOf(connection, numbers);
  const entries = likely.map((row, place) =>
    entryOf({ ...row, entry: names.get(nameKey(numbers[place]!))! }),
  );
  entries.sort((one, other) => other.measure - one.measure || byCodePoint(one.entry, other.entry));
  const taken = new Map<string, number>();
  return entries.filter(({ detail, number }) => {
    const place = (taken.get(`${detail} ${number}`) ?? 0) + 1;
    taken.set(`${detail} ${number}`, place);
    return place <= byName.get(detail)!.max;
  });
}

function entryOf(row: Row): RankedEntry {
  return {
    detail: row['detail'] as Detail['name'],
    number: Number(row['number']),
    entry: String(row['entry']),
    measure: Number(row['measure']),
  };
}

/** As the engine puts texts in order. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
