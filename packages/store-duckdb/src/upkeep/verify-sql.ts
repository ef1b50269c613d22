import { addUp } from '../sql/byte-sum-sql.ts';
import { flowsOf, ofTime } from '../rollup/roll-up-sql.ts';
import type { Rolled } from '../schema/rolled.ts';
import type { KeyColumn } from '../schema/key-columns.ts';
import { measures, type Rollup, type RollupKind, rollups, spans } from '../schema/rollup-tables.ts';

/** Days, numbered from 1970 UTC, the end exclusive. */
export interface Days {
  first: number;
  end: number;
}

interface Measure {
  name: string;
  /** The measure as the rollup has it. */
  rolledUp: string;
  /** The measure as the flows have it. */
  counted: string;
}

function measuresOf(kind: RollupKind): Measure[] {
  const begun = kind === 'totals' ? 'end_time' : 'coalesce(start_time, end_time)';
  const all: Measure[] = [
    { name: 'request_byte', rolledUp: addUp('request_byte'), counted: 'sum(to_s_bytes)' },
    { name: 'response_byte', rolledUp: addUp('response_byte'), counted: 'sum(to_c_bytes)' },
    { name: 'last_time', rolledUp: 'max(last_time)', counted: 'max(end_time)' },
    { name: 'first_time', rolledUp: 'min(first_time)', counted: `min(${begun})` },
  ];
  return all.filter(({ name }) => (measures[kind] as readonly string[]).includes(name));
}

/** Stands for the value of a flow that has none, beside the numbers of values, which are not negative. */
export const noValue = -1;

/** How many flows every day has, and which days the rollups have: (day, flows), by day. */
export const listDays = `
  SELECT day, sum(flows) AS flows
  FROM (
    SELECT end_time // ${spans.days} AS day, 1 AS flows FROM flows
    ${rollups
      .map(
        ({ name, level }) => `
    UNION ALL SELECT DISTINCT span // ${spans.days / spans[level]}, 0 FROM ${name}`,
      )
      .join('')}
  )
  GROUP BY day ORDER BY day`;

/**
 * The sums that a rollup and the flows have of some days, side by side, in a table `compared`: the
 * flows as they are, without anything that rolling them up makes on its way.
 *
 * @param rolled - how far the rollups are
 */
export function compare(rollup: Rollup, { first, end }: Days, rolled: Rolled): string {
  const { name: table, level, kind, columns } = rollup;
  const measures = measuresOf(kind);
  const perDay = spans.days / spans[level];
  const keys = ['span', 'scope', ...namesOf(rollup)].join(', ');
  const numbers = columns.map((column) => `, coalesce(${column}, ${noValue}) AS ${nameOf(column)}`);
  const differs = ['sessions', ...measures.map(({ name }) => name)].map(
    (name) => `r.${name} IS DISTINCT FROM f.${name}`,
  );
  return `
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT ${keys}, coalesce(r.sessions, 0) AS rolled_up, coalesce(f.sessions, 0) AS counted,
      ${differs.join(' OR ')} AS differs
    FROM (
      SELECT span, scope${numbers.join('')}, sum(sessions) AS sessions
        ${measures.map(({ name, rolledUp }) => `, ${rolledUp} AS ${name}`).join('')}
      FROM ${table}
      WHERE span >= ${first * perDay} AND span < ${end * perDay}
      GROUP BY ${keys}
    ) r
    FULL JOIN (
      SELECT end_time // ${spans[level]} AS span, scope${numbers.join('')}, count(*) AS sessions
        ${measures.map(({ name, counted }) => `, ${counted} AS ${name}`).join('')}
      FROM flows
      WHERE ${rolledUpFlows(rollup, rolled)}
        AND ${ofTime('flows', first * spans.days, end * spans.days)}
      GROUP BY ${keys}
    ) f USING (${keys})`;
}

/** Condition of the flows that are in a rollup by now. */
function rolledUpFlows(rollup: Rollup, rolled: Rolled): string {
  const { watermark, hoursBefore, recentWatermark, recentFrom } = rolled;
  const rolledUp = {
    minutes: `batch <= ${recentWatermark}`,
    'ten-minutes': `batch <= ${recentWatermark} AND ${ofTime('flows', recentFrom)}`,
    hours: `batch <= ${watermark}`,
    days: `batch <= ${watermark} AND ${ofTime('flows', 0, hoursBefore * spans.hours)}`,
  };
  return `${rolledUp[rollup.level]} AND ${flowsOf(rollup)}`;
}

/** How many sums were compared, and how many differ. */
export const countCompared = 'SELECT count(*), count(*) FILTER (differs) FROM compared';

/** The first sums that differ, in the order of time. */
export function firstDifferences(rollup: Rollup, max: number): string {
  return `
    SELECT span, fw_instance_id, log_type, direction, vgw_id,
      [${namesOf(rollup).join(', ')}]::BIGINT[] AS numbers, rolled_up, counted
    FROM (SELECT * FROM compared WHERE differs ORDER BY ALL LIMIT ${max})
      LEFT JOIN scopes USING (scope)
    ORDER BY span, scope, numbers`;
}

function namesOf({ columns }: Rollup): string[] {
  return columns.map(nameOf);
}

/** Another name than the column's, which stands for the column alone in a condition. */
function nameOf(column: KeyColumn): string {
  return `number_of_${column}`;
}
