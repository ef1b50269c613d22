import { nestedSize } from '@cfw-flow/store';
import type { Bench } from './database.ts';
import { firewallName, vgwName, words } from './names.ts';
import type { Answer } from './contestant.ts';
import { detailsOf, type FlowItem, type Question, size } from './question.ts';

/*
 * What somebody would write by hand over a plain table of flows, in the two forms that such a
 * table may have and in two ways to ask.
 */

/** How a table of flows spells what a question needs. */
export interface Spelling {
  table: string;
  columns: Readonly<Record<FlowItem | 'region of src' | 'region of dst', string>>;
  scope(question: Question): string;
}

const opensPort = (direction: string) => `direction = ${direction} AND to_c_bytes > 0`;

/** Names as texts in every row, as a log has them. */
export const texts: Spelling = {
  table: 'flows',
  columns: {
    src_ip: 'src_ip',
    dst_ip: 'dst_ip',
    dst_port: 'dst_port',
    open_port: 'dst_port',
    protocol: 'protocol',
    dst_host: 'dst_host',
    app: 'app',
    src_region_name: 'src_region_name',
    dst_region_name: 'dst_region_name',
    'region of src': 'src_region_name',
    'region of dst': 'dst_region_name',
  },
  scope: (question) =>
    conditions(question, `'out2in'`, [
      `fw_instance_id = '${firewallName(question.firewall)}'`,
      `log_type = '${words.log_type[question.log_type - 1]}'`,
      question.direction && `direction = '${words.direction[question.direction - 1]}'`,
      question.vgw && `vgw_id IN (${question.vgw.map((vgw) => `'${vgwName(vgw)}'`).join(', ')})`,
    ]),
};

/** Numbers instead of names, as narrow as can be: the best that a plain table gets. */
export const numbers: Spelling = {
  table: 'rows',
  columns: {
    src_ip: 'src',
    dst_ip: 'dst',
    dst_port: 'dst_port',
    open_port: 'dst_port',
    protocol: 'protocol',
    dst_host: 'host',
    app: 'app',
    src_region_name: 'src_region',
    dst_region_name: 'dst_region',
    'region of src': 'src_region',
    'region of dst': 'dst_region',
  },
  scope: (question) =>
    conditions(question, '2', [
      `firewall = ${question.firewall}`,
      `log_type = ${question.log_type}`,
      question.direction && `direction = ${question.direction}`,
      question.vgw && `vgw IN (${question.vgw.join(', ')})`,
    ]),
};

function conditions(question: Question, inbound: string, equal: (string | number | undefined)[]) {
  return [
    ...equal.filter(Boolean),
    `end_time >= ${question.start} AND end_time < ${question.end}`,
    question.item === 'open_port' && opensPort(inbound),
    question.asset_type === 'public' && 'NOT asset_is_private',
    question.asset_type === 'private' && 'asset_is_private',
    question.asset_type === 'open_port' && opensPort(inbound),
  ]
    .filter(Boolean)
    .join(' AND ');
}

const sums = `count(*) AS sessions, sum(to_s_bytes) AS request_byte,
  sum(to_c_bytes) AS response_byte, max(end_time) AS last_time`;

const order = 'sessions DESC, request_byte + response_byte DESC, key';

/** The greatest groups, and the SQL that their flows come from. */
async function greatest(bench: Bench, spelling: Spelling, question: Question) {
  const key = spelling.columns[question.item];
  const scope = `FROM ${spelling.table} WHERE ${spelling.scope(question)}`;
  const groups = await bench.rows(`
    SELECT ${key} AS key, ${sums}, count(*) OVER () AS total ${scope} AND ${key} IS NOT NULL
    GROUP BY key ORDER BY ${order} LIMIT ${size}`);
  const keys = groups.map((group) => literal(group['key'])).join(', ');
  return { groups, key, chosen: `${scope} AND ${key} IN (${keys})` };
}

/** The greatest groups, then the details of those alone. */
export async function twoStatements(
  bench: Bench,
  spelling: Spelling,
  question: Question,
): Promise<Answer> {
  const { groups, key, chosen } = await greatest(bench, spelling, question);
  if (groups.length === 0) return { groups, details: [] };
  const details = detailColumns(spelling, question.item).map(
    ({ detail, column, measure, most }) => `
      SELECT '${detail}' AS detail, key, entry::VARCHAR AS entry, measure,
        row_number() OVER (PARTITION BY key ORDER BY measure DESC, entry) AS place
      FROM (SELECT key, ${column} AS entry, ${measure} AS measure
        FROM scope WHERE ${column} IS NOT NULL GROUP BY ALL)
      QUALIFY place <= ${most}`,
  );
  return {
    groups,
    details: await bench.rows(`
      WITH scope AS (SELECT ${key} AS key, * ${chosen})
      ${details.join(' UNION ALL ')} ORDER BY detail, key, place`),
  };
}

/** The same, all details in one aggregation over the flows of the greatest groups. */
export async function groupingSets(
  bench: Bench,
  spelling: Spelling,
  question: Question,
): Promise<Answer> {
  const { groups, key, chosen } = await greatest(bench, spelling, question);
  if (groups.length === 0) return { groups, details: [] };
  const columns = detailColumns(spelling, question.item);
  const names = columns.map(({ column }) => column);
  const entry =
    names.length > 1 ? `coalesce(${names.map((name) => `${name}::VARCHAR`).join(', ')})` : names[0];
  const detail = columns.map(
    (found, place) => `WHEN set_number = ${grouped(names.length, place)} THEN '${found.detail}'`,
  );
  const measure = columns.map(
    (found, place) =>
      `WHEN set_number = ${grouped(names.length, place)} THEN ${found.measure === 'count(*)' ? 'flows' : 'latest'}`,
  );
  return {
    groups,
    details: await bench.rows(`
      WITH counted AS (
        SELECT ${key} AS key, ${names.map((name, place) => `${name} AS entry_${place}`).join(', ')},
          grouping(${names.join(', ')}) AS set_number, count(*) AS flows, max(end_time) AS latest
        ${chosen}
        GROUP BY GROUPING SETS (${names.map((name) => `(${key}, ${name})`).join(', ')})
      ), named AS (
        SELECT key, CASE ${detail.join(' ')} END AS detail, CASE ${measure.join(' ')} END AS measure,
          ${names.length > 1 ? entry!.replaceAll(/(\w+)::/g, (_, name: string) => `entry_${names.indexOf(name)}::`) : 'entry_0'} AS entry
        FROM counted
      )
      SELECT *, row_number() OVER (PARTITION BY detail, key ORDER BY measure DESC, entry) AS place
      FROM named WHERE entry IS NOT NULL
      QUALIFY place <= CASE WHEN detail IN ('protocol', 'region') THEN 1 ELSE ${nestedSize} END ORDER BY detail, key, place`),
  };
}

/** All in one pass: a histogram of every list for every group, of which five are kept. */
export async function onePass(
  bench: Bench,
  spelling: Spelling,
  question: Question,
): Promise<Answer> {
  const key = spelling.columns[question.item];
  const columns = detailColumns(spelling, question.item);
  const histograms = columns.map(({ detail, column, measure }) =>
    measure === 'count(*)'
      ? `histogram(${column}) AS ${detail}`
      : `arg_max(${column}, end_time) AS ${detail}`,
  );
  const lists = columns
    .filter(({ measure }) => measure === 'count(*)')
    .map(
      ({ detail, most }) =>
        `list_sort(map_entries(${detail}).list_transform(lambda e: {value: -(e.value::BIGINT), key: e.key}))[1:${most}] AS ${detail}`,
    );
  const groups = await bench.rows(`
    SELECT * REPLACE (${lists.join(', ')}) FROM (
      SELECT ${key} AS key, ${sums}, count(*) OVER () AS total, ${histograms.join(', ')}
      FROM ${spelling.table} WHERE ${spelling.scope(question)} AND ${key} IS NOT NULL
      GROUP BY key ORDER BY ${order} LIMIT ${size})`);
  return { groups };
}

function detailColumns({ columns }: Spelling, item: FlowItem) {
  return detailsOf(item).map((detail) => {
    switch (detail) {
      case 'apps':
        return { detail, column: columns.app, measure: 'count(*)', most: nestedSize };
      case 'ports':
        return { detail, column: columns.dst_port, measure: 'count(*)', most: nestedSize };
      case 'src_ip':
      case 'dst_ip':
        return { detail, column: columns[detail], measure: 'count(*)', most: nestedSize };
      case 'protocol':
        return { detail, column: columns.protocol, measure: 'count(*)', most: 1 };
      case 'region':
        return {
          detail,
          column: columns[item === 'src_ip' ? 'region of src' : 'region of dst'],
          measure: 'max(end_time)',
          most: 1,
        };
    }
  });
}

/** What `grouping(…)` of `length` columns tells where only the one at `place` is grouped by. */
function grouped(length: number, place: number): number {
  return 2 ** length - 1 - 2 ** (length - 1 - place);
}

function literal(key: unknown): string {
  return typeof key === 'number' ? String(key) : `'${String(key).replaceAll("'", "''")}'`;
}
