import type { FlowTrendQuery } from '@cfw-flow/store';
import { type Row, rows } from '../database/rows.ts';
import { rollupOf, spans } from '../schema/rollup-tables.ts';
import { addUp } from '../sql/byte-sum-sql.ts';
import type { Connection } from '../database/connection.ts';
import { numbersOf } from './numbers-of.ts';
import type { EngineOperation } from './operation.ts';
import { type Cut, planFlows, planSpans, type Segment } from './plan-window.ts';
import { type QueryPlan, within } from './segments-sql.ts';

/**
 * Traffic over time. The totals of minutes or hours have the sums of each scope, and a scope its
 * direction; hourly aggregates have addresses, too, and flows alone VPCs.
 */
export const flowTrend: EngineOperation<'showFlowTrend'> = {
  empty: () => [],

  planning: (query) => ({ cut: cutOf(query), tables: (from) => [tableOf(from, query)] }),

  async answer(connection, query, plan) {
    const filter = await filterOf(connection, query);
    const reads = (segment: Segment) => ({
      groups: [sumsOf(query, filter, segment, plan)],
      details: [],
    });
    const sums = plan.segments.flatMap((segment) => reads(segment).groups).join(' UNION ALL ');
    const parts = await rows(connection, trafficOf(sums));
    return { answer: parts.map((row) => partOf(row, query)), reads };
  },
};

/** Cuts a window into the longest spans that its parts are made of and whose sums can be filtered so. */
function cutOf({ width, ip, vpc }: FlowTrendQuery): Cut {
  const isOfHours = width % spans.hours === 0;
  if (vpc || (ip && !isOfHours)) return planFlows;
  if (ip) return planSpans('hours', 'ten-minutes');
  return planSpans(isOfHours ? 'hours' : 'minutes', 'minutes');
}

/** Condition of the flows, or of their aggregates, that addresses and VPCs are asked for. */
async function filterOf(
  connection: Connection,
  { ip, vpc }: FlowTrendQuery,
): Promise<string | undefined> {
  const ends = [
    ip && eitherEnd('ip', await numbersOf(connection, 'address', ip)),
    vpc && eitherEnd('vpc', await numbersOf(connection, 'text', vpc)),
  ].filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : ends.join(' AND ');
}

function eitherEnd(what: 'ip' | 'vpc', numbers: readonly number[]): string {
  if (numbers.length === 0) return 'false';
  const list = numbers.join(', ');
  return `(src_${what} IN (${list}) OR dst_${what} IN (${list}))`;
}

/** The table that has the sums, or the flows, of a segment. */
function tableOf(from: Segment['from'], { ip, vpc }: FlowTrendQuery): string {
  if (from === 'flows') return 'flows';
  return rollupOf(from, ip || vpc ? 'aggregates' : 'totals')!.name;
}

/** Sums of bytes by part and scope that come from one segment. */
function sumsOf(
  query: FlowTrendQuery,
  filter: string | undefined,
  segment: Segment,
  plan: QueryPlan,
): string {
  const { from } = segment;
  const [part, request, response] =
    from === 'flows'
      ? [`end_time // ${query.width}`, 'sum(to_s_bytes)', 'sum(to_c_bytes)']
      : [`span // ${query.width / spans[from]}`, addUp('request_byte'), addUp('response_byte')];
  const conditions = [within(segment, plan), ...(filter === undefined ? [] : [filter])];
  return `
    SELECT ${part} AS part, scope, ${request} AS request_byte, ${response} AS response_byte
    FROM ${tableOf(from, query)} WHERE ${conditions.join(' AND ')} GROUP BY part, scope`;
}

/** The traffic of each part by the directions of the scopes. */
function trafficOf(sums: string): string {
  const bytes = (outbound: string, inbound: string) =>
    `sum(CASE WHEN direction = 'in2out' THEN ${outbound} ELSE ${inbound} END)`;
  return `
    SELECT part, ${bytes('response_byte', 'request_byte')} AS in_bytes,
      ${bytes('request_byte', 'response_byte')} AS out_bytes
    FROM (${sums}) JOIN scopes USING (scope) GROUP BY part ORDER BY part`;
}

function partOf(row: Row, { width, window }: FlowTrendQuery) {
  return {
    start: Math.max(window.start, Number(row['part']) * width),
    in_bytes: row['in_bytes'] as bigint,
    out_bytes: row['out_bytes'] as bigint,
  };
}
