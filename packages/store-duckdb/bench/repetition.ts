import type { Bench } from './database.ts';
import { numbers, startTable, words } from './table.ts';

/**
 * How often the same comes again in real captures (a scanned cloud host – an office), rows ÷
 * distinct within an hour and within a day, beside which the figures of the made flows are shown.
 */
const kinds = [
  { name: 'src × dst', keys: 'src, dst', hour: '2.8–9.2', day: '5.0–11.8' },
  { name: 'dst × port', keys: 'dst, dst_port', hour: '5.5', day: '5.6' },
  { name: 'src × port', keys: 'src, dst_port', hour: '114', day: '176' },
  { name: 'host × src', keys: 'host, src', hour: '2.9–7.9', day: '5.2–14.3' },
  { name: 'host × dst', keys: 'host, dst', hour: '3.4', day: '3.4' },
  {
    name: 'all but src_port',
    keys: 'src, dst, dst_port, protocol, app, host',
    hour: '2.0–4.6',
    day: '2.3–8.4',
  },
] as const;

/** Prints the repetition of the flows of one working day, the third, beside that of real captures. */
export async function printRepetition(bench: Bench): Promise<void> {
  const [first] = await bench.rows('SELECT min(end_time) // 86400000 + 3 AS day FROM rows');
  const day = `end_time // 86400000 = ${String(first!['day'])}`;
  const print = startTable([
    words('flows ÷ distinct', 16),
    numbers('in an hour'),
    numbers('really', 8),
    numbers('in a day'),
    numbers('really', 8),
  ]);
  for (const { name, keys, hour, day: real } of kinds) {
    const scope = `FROM rows WHERE ${day} AND ${keys.split(',')[0]} IS NOT NULL`;
    const [found] = await bench.rows(`
      SELECT sum(flows) / count(*) AS per_hour,
        sum(flows) / count(DISTINCT (${keys})) AS per_day
      FROM (SELECT end_time // 3600000 AS hour, ${keys}, count(*) AS flows ${scope} GROUP BY ALL)`);
    const [perHour, perDay] = [Number(found!['per_hour']), Number(found!['per_day'])];
    print([name, perHour.toFixed(1), hour, perDay.toFixed(1), real]);
  }
}
