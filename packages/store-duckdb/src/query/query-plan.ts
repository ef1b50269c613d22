import type { FlowSelection } from '@cfw-flow/store';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Connection } from '../database/connection.ts';
import { rolledColumns, rolledOf } from '../schema/rolled.ts';
import {
  type Cut,
  isPending,
  type PendingSegment,
  planWindow,
  type Segment,
} from './plan-window.ts';
import type { QueryPlan } from './segments-sql.ts';

/** How it is found where an answer is read. */
export interface Planning {
  /** Cuts the window; days, hours and flows when left out. */
  readonly cut?: Cut;
  /** Whether only sessions count that opened a port, whatever else is asked. */
  readonly opensPort?: boolean | undefined;
  /**
   * The tables that are read of a segment, more than once those that are read more than once; the flows
   * or the hourly aggregates when left out.
   */
  readonly tables?: (from: Segment['from']) => readonly string[];
}

/**
 * Finds where the answer to a question is read, within the transaction of the caller: what is read
 * afterwards in it is of the same moment.
 *
 * @returns nothing when no scope has such flows
 */
export async function planQuery(
  connection: Connection,
  query: FlowSelection,
  { cut = planWindow, opensPort = false }: Planning = {},
): Promise<QueryPlan | undefined> {
  const { sql, values } = scopesOf(query, opensPort);
  const reader = await connection.runAndReadAll(
    `SELECT scope, ${rolledColumns} FROM scopes, rolled WHERE ${sql}`,
    values,
  );
  const rows = reader.getRows();
  const [first] = rows;
  if (!first) return undefined;
  const [, ...rolled] = first;
  const segments: Segment[] = [];
  for (const segment of cut(query.window, rolledOf(rolled))) {
    if (!isPending(segment) || (await hasFlows(connection, segment))) segments.push(segment);
  }
  return { segments, scopes: rows.map(([scope]) => Number(scope)) };
}

/** What waits to be rolled up is mostly of the latest time, which an edge of the window has. */
async function hasFlows(
  connection: Connection,
  { start, end, after }: PendingSegment,
): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM flows
     WHERE batch > ${after} AND end_time >= ${start} AND end_time < ${end} LIMIT 1`,
  );
  return reader.currentRowCount > 0;
}

function scopesOf(
  query: FlowSelection,
  opensPort: boolean,
): { sql: string; values: DuckDBValue[] } {
  const conditions = ['fw_instance_id = ?', 'log_type = ?'];
  const values: DuckDBValue[] = [query.fw_instance_id, query.log_type];
  if (query.direction) {
    conditions.push('direction = ?');
    values.push(query.direction);
  }
  if (query.vgw_id) {
    const places = query.vgw_id.map(() => '?').join(', ');
    conditions.push(places === '' ? 'false' : `vgw_id IN (${places})`);
    values.push(...query.vgw_id);
  }
  if (query.asset_type === 'public') conditions.push('NOT asset_is_private');
  if (query.asset_type === 'private') conditions.push('asset_is_private');
  if (opensPort || query.asset_type === 'open_port') conditions.push('opens_port');
  return { sql: conditions.join(' AND '), values };
}
