import { byteColumns, carryOf } from '../rollups/byte-sum-sql.ts';
import { groupsTable, type KeyColumn, type Pair, pairs, pairsTable } from '../rollups/rollup.ts';
import { type FlowsPiece, isWaiting, type Piece, type RollupPiece } from './plan.ts';

/*
 * The pieces of a window as SQL. Each piece is a SELECT of its own: put into one by OR, they would
 * be found by reading all rows.
 */

/** What an answer is made from. */
export interface Reading {
  /** Where it is read. */
  readonly pieces: readonly Piece[];
  /** The scopes whose flows count, at least one. */
  readonly scopes: readonly number[];
}

/** Rows of a number, its sessions, sums of bytes and last time: what adds up to groups. */
export function groupRows(column: KeyColumn, reading: Reading): string {
  return reading.pieces.map((piece) => groupRowsOf(column, piece, reading)).join(' UNION ALL ');
}

/** The rows of {@link groupRows} that come from one piece. */
export function groupRowsOf(column: KeyColumn, piece: Piece, reading: Reading): string {
  if (piece.from !== 'flows') {
    return `
        SELECT key AS number, sessions, ${byteColumns.join(', ')}, last_time
        FROM ${groupsTable(column, piece.from)} WHERE ${within(piece, reading)}`;
  }
  return `
        SELECT ${column} AS number, 1 AS sessions, to_s_bytes AS request_byte,
          0 AS ${carryOf('request_byte')}, to_c_bytes AS response_byte,
          0 AS ${carryOf('response_byte')}, end_time AS last_time
        FROM flows WHERE ${within(piece, reading)} AND ${column} IS NOT NULL`;
}

/** Groups whose details are read: the column that they are of, and their numbers in it. */
export interface Chosen {
  readonly column: KeyColumn;
  readonly groups: readonly number[];
}

/**
 * Rows (number, entry, sessions) or (number, entry, last_time) of the chosen groups that come from
 * one piece of the rollups.
 */
export function pairRowsOf(
  { column, groups }: Chosen,
  entry: KeyColumn,
  measure: 'sessions' | 'last_time',
  piece: RollupPiece,
  reading: Reading,
): string {
  const pair = pairOf(column, entry);
  const [number, other] = pair.key === column ? ['key', 'entry'] : ['entry', 'key'];
  return `
        SELECT ${number} AS number, ${other} AS entry, ${measure}
        FROM ${pairsTable(pair, piece.from)}
        WHERE ${within(piece, reading)} AND ${number} IN (${groups.join(', ')})`;
}

/** The flows of the chosen groups that come from one piece, their groups as `number`. */
export function flowRowsOf(
  { column, groups }: Chosen,
  columns: readonly string[],
  piece: FlowsPiece,
  reading: Reading,
): string {
  return `
        SELECT ${column} AS number, ${columns.join(', ')}
        FROM flows WHERE ${within(piece, reading)} AND ${column} IN (${groups.join(', ')})`;
}

function pairOf(column: KeyColumn, entry: KeyColumn): Pair {
  const found = pairs.find(
    (pair) =>
      (pair.key === column && pair.entry === entry) ||
      (pair.key === entry && pair.entry === column),
  );
  if (!found) throw new Error(`${entry} of ${column} is not rolled up`);
  return found;
}

function within(piece: Piece, { scopes }: Reading): string {
  const time = piece.from === 'flows' ? 'end_time' : 'span';
  const conditions = [
    `${time} >= ${piece.start} AND ${time} < ${piece.end}`,
    `scope IN (${scopes.join(', ')})`,
  ];
  if (isWaiting(piece)) conditions.unshift(`batch > ${piece.after}`);
  return conditions.join(' AND ');
}
