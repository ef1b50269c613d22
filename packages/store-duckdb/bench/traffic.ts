/*
 * Flows with the repetition of real traffic, made by DuckDB from nothing but row numbers: the same
 * seed gives the same rows. Most flows belong to a conversation (who talks to which service), and
 * within an hour a conversation comes back in bursts; popular ones come back every hour. A tenth
 * is scans, which never repeat. `repetition.ts` tells what came out of it beside what real
 * captures have.
 *
 * Rows hold numbers only. `names.ts` says what the numbers are called.
 */

const hour = 3_600_000;
const seed = 7;

/** The flows lie in these hours: seven days and the hour in which they end. */
const hours = 7 * 24 + 1;

/** First moment of the traffic, a Monday 14:00 UTC. */
export const firstTime = Date.UTC(2026, 10, 9, 14);

/** When the questions are asked: seven days later, in the busy part of a day, within an hour. */
export const now = firstTime + 7 * 24 * hour + 36 * 60_000 + 37_421;

/** All flows ended before. */
export const lastTime = firstTime + hours * hour;

/** Numbers from which addresses begin that are of one kind; `names.ts` spells them. */
export const addressRanges = {
  client: 0,
  server: 20_000,
  asset: 22_000,
  resolver: 24_000,
  site: 100_000,
  delivery: 460_000,
  peer: 500_000,
  visitor: 700_000,
  scanner: 1_100_000,
  target: 2_000_000,
} as const;

/** Numbers of names of each kind. */
export const nameCounts = { app: 200, host: 302_000, region: 120, vgw: 18, firewall: 3 } as const;

/** Columns of the rows, in order of end_time. */
export const rowColumns = `
  firewall UTINYINT, log_type UTINYINT, direction UTINYINT,
  src INTEGER, src_port USMALLINT, dst INTEGER, dst_port USMALLINT, protocol UTINYINT,
  app UTINYINT, host INTEGER, src_region UTINYINT, dst_region UTINYINT, action UTINYINT,
  vsys UTINYINT, vgw UTINYINT, to_s_bytes BIGINT, to_c_bytes BIGINT,
  to_s_pkts BIGINT, to_c_pkts BIGINT, start_time BIGINT, end_time BIGINT,
  asset_is_private BOOLEAN`;

/** Chance, and what is drawn by it. Made once in a database, before {@link hourOfRows}. */
export const macros = [
  // A number in [0, 1) that belongs to `x` and the salt. One key is hashed: the hashes of several
  // are merely combined, and would be the same number in disguise for every salt.
  `CREATE OR REPLACE TEMP MACRO chance(x, salt) AS
     hash(x::BIGINT * 131072 + ${seed * 128} + salt) / 18446744073709551616.0`,
  // A place from 0 to n - 1 whose frequency falls with its rank to the power s.
  `CREATE OR REPLACE TEMP MACRO zipf(u, n, s) AS
     floor(power(1 + u * (power(n + 1.0, 1 - s) - 1), 1 / (1 - s)) - 1)::BIGINT`,
  `CREATE OR REPLACE TEMP MACRO uniform(u, n) AS floor(u * n)::BIGINT`,
  // What somebody comes back to: one of a dozen favourites of theirs, or anything.
  `CREATE OR REPLACE TEMP MACRO liked(who, u, v, n, s, salt) AS
     zipf(CASE WHEN u < 0.7 THEN chance(who * 16 + uniform(v * v, 12), salt) ELSE v END, n, s)`,
  // Addresses of one network are of one region; the inside has none.
  `CREATE OR REPLACE TEMP MACRO region(address) AS
     CASE WHEN address >= ${addressRanges.site} AND chance(address // 8, 90) < 0.985
       THEN zipf(chance(address // 8, 91), ${nameCounts.region}, 1.3) + 1 END`,
];

/** How many of `flows` end in each hour: busy by day, quiet at night and at the weekend. */
export function flowsPerHour(flows: number): number[] {
  const weights = Array.from({ length: hours }, (_, place) => {
    const date = new Date(firstTime + place * hour);
    const daylight = Math.cos(((date.getUTCHours() - 14) / 24) * 2 * Math.PI);
    const weekend = date.getUTCDay() % 6 === 0;
    return (1 + 0.6 * daylight) * (weekend ? 0.5 : 1);
  });
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => Math.round((weight / sum) * flows));
}

/** The flows of one hour, in order of end_time. */
export function hourOfRows(place: number, flows: number): string {
  const start = firstTime + place * hour;
  const bursts = Math.ceil(flows / 14);
  const range = addressRanges;
  return `
    WITH numbered AS (
      SELECT range + ${place * 100_000_000} AS row, chance(row, 1) AS fate,
        ${place * 100_000_000} + uniform(power(chance(row, 2), 1.6), ${bursts}) AS burst,
        ${start} + floor((range + chance(row, 3)) * ${hour} / ${flows})::BIGINT AS end_time
      FROM range(${flows})
    ), kinds AS (
      SELECT *, CASE
          WHEN fate < 0.072 THEN 'scan in' WHEN fate < 0.092 THEN 'scan out'
          WHEN fate < 0.1 THEN 'scan across'
          WHEN chance(burst, 10) < 0.42 THEN 'web' WHEN chance(burst, 10) < 0.58 THEN 'dns'
          WHEN chance(burst, 10) < 0.67 THEN 'other' WHEN chance(burst, 10) < 0.79 THEN 'in'
          ELSE 'across' END AS kind,
        uniform(power(chance(burst, 11), 1.7), 20000) AS client,
        chance(burst, 12) AS u, chance(burst, 13) AS v, chance(row, 4) AS w
      FROM numbered
    ), parties AS (
      SELECT *,
        liked(client, u, v, 30000, 1.02, 20) AS site,
        CASE kind
          WHEN 'scan in' THEN ${range.scanner} + zipf(chance(burst // 64, 14), 60000, 0.8)
          WHEN 'in' THEN ${range.visitor} + zipf(v, 400000, 0.9)
          WHEN 'scan out' THEN client // 400
          WHEN 'scan across' THEN client // 400
          WHEN 'across' THEN CASE WHEN u < 0.3 THEN ${range.server} + client // 10 ELSE client END
          ELSE client END AS src
      FROM kinds
    ), names AS (
      SELECT *,
        CASE kind
          WHEN 'web' THEN site * 10 + zipf(w, 1 + uniform(chance(site, 21), 9), 1.3)
          WHEN 'in' THEN CASE WHEN u < 0.4 THEN 300000 + uniform(u * 2.5, 300) END
        END AS name
      FROM parties
    ), services AS (
      SELECT *,
        CASE kind
          WHEN 'web' THEN CASE
            WHEN chance(site, 22) < 0.5 THEN ${range.delivery} + zipf(chance(site * 4 + client % 3 + uniform(w, 1.3), 23), 3000, 0.7)
            ELSE ${range.site} + site * 12 + (client + uniform(w, 1.3)) % (1 + uniform(power(chance(site, 24), 2), 12)) END
          WHEN 'dns' THEN ${range.resolver} + (client % 8) * 5 + zipf(v, 5, 1.5)
          WHEN 'other' THEN ${range.peer} + liked(client, u, v, 200000, 0.8, 25)
          WHEN 'in' THEN ${range.asset} + coalesce(name - 300000, zipf(chance(burst, 15), 500, 0.9))
          WHEN 'scan in' THEN ${range.asset} + uniform(chance(row, 5), 2000)
          WHEN 'scan out' THEN ${range.target} + uniform(chance(row, 5), 1000000)
          WHEN 'scan across' THEN ${range.server} + uniform(chance(row, 5), 2000)
          WHEN 'across' THEN ${range.server} + liked(client, u, v, 2000, 0.9, 26)
        END AS dst
      FROM names
    ), ports AS (
      SELECT *,
        CASE kind
          WHEN 'web' THEN CASE WHEN chance(row, 6) < 0.9 THEN 443 WHEN chance(row, 6) < 0.985 THEN 80 ELSE 8443 END
          WHEN 'dns' THEN CASE WHEN chance(burst, 16) < 0.97 THEN 53 ELSE 853 END
          WHEN 'other' THEN CASE
            WHEN chance(dst, 27) < 0.04 THEN NULL
            WHEN chance(dst, 27) < 0.6 THEN [123, 22, 3478, 5222, 993, 587, 1935, 5228, 19302, 4500][1 + zipf(chance(dst, 28), 10, 1.2)]
            WHEN chance(dst, 27) < 0.9 THEN 1024 + uniform(chance(dst, 28), 60000)
            ELSE 1024 + uniform(chance(row, 6), 60000) END
          WHEN 'in' THEN [443, 80, 25, 8080, 22, 53, 993, 3389, 21, 1723][1 + zipf(chance(dst * 16 + uniform(chance(burst, 16), 3), 29), 10, 1.5)]
          WHEN 'across' THEN [443, 3306, 6379, 8080, 53, 9092, 389, 445, 5432, 88, 135, 9200, 2049, 27017, 22, 10250][1 + zipf(chance(dst * 4 + uniform(chance(burst, 16), 2), 30), 16, 1.1)]
          WHEN 'scan out' THEN [445, 23, 22, 2323, 80][1 + zipf(chance(src, 31), 5, 1.2)]
          ELSE zipf(chance(row, 6), 65535, 1.1) + 1
        END AS dst_port
      FROM services
    ), flows AS (
      SELECT *, CASE WHEN kind IN ('scan in', 'in') THEN dst ELSE client END AS inside,
        power(1 - chance(row, 7), -0.9) AS request, power(1 - chance(row, 8), -1.1) AS response,
        -- The scans from outside knock at ports that hardly ever answer.
        CASE WHEN starts_with(kind, 'scan') THEN chance(row, 9) < 0.04 ELSE chance(row, 9) < 0.96 END AS answered,
        CASE kind WHEN 'dns' THEN 2 WHEN 'other' THEN CASE WHEN dst_port IS NULL THEN 3 WHEN dst_port IN (22, 5222, 993, 587, 1935, 5228) THEN 1 ELSE 2 END
          ELSE CASE WHEN dst_port = 53 THEN 2 WHEN dst_port = 443 AND kind = 'web' AND chance(site, 32) < 0.15 THEN 2 ELSE 1 END END AS protocol
      FROM ports
    )
    SELECT
      CASE WHEN chance(inside // 50, 40) < 0.8 THEN 1 WHEN chance(inside // 50, 40) < 0.95 THEN 2 ELSE 3 END AS firewall,
      CASE WHEN kind IN ('across', 'scan across') THEN 3 WHEN kind IN ('web', 'dns', 'other', 'scan out') AND chance(client // 16, 41) < 0.25 THEN 2 ELSE 1 END AS log_type,
      CASE WHEN kind IN ('in', 'scan in') OR (kind = 'across' AND client % 3 = 0) THEN 2 ELSE 1 END AS direction,
      src, CASE WHEN dst_port IS NOT NULL THEN 1024 + uniform(chance(row, 42), 64000) END AS src_port,
      dst, dst_port, protocol,
      CASE
        WHEN kind = 'web' THEN CASE WHEN dst_port = 80 THEN 2 WHEN chance(site, 33) < 0.45 THEN 1 ELSE 40 + zipf(chance(site, 34), 159, 1.1) END
        WHEN kind = 'dns' THEN 3
        WHEN NOT answered THEN NULL
        WHEN dst_port IS NULL THEN 4
        WHEN kind = 'other' AND chance(dst, 27) >= 0.6 THEN 5
        ELSE 6 + dst_port % 33 END AS app,
      name AS host,
      region(src) AS src_region, region(dst) AS dst_region,
      CASE WHEN answered THEN 1 WHEN chance(row, 43) < 0.6 THEN 3 ELSE 1 END AS action,
      CASE WHEN kind IN ('across', 'scan across') THEN 2 ELSE 1 END AS vsys,
      CASE WHEN kind IN ('across', 'scan across') THEN 1 + uniform(chance(dst // 20, 44), ${nameCounts.vgw}) END AS vgw,
      floor(120 * request)::BIGINT AS to_s_bytes,
      CASE WHEN answered THEN floor(240 * response)::BIGINT ELSE 0 END AS to_c_bytes,
      1 + floor(request)::BIGINT AS to_s_pkts,
      CASE WHEN answered THEN 1 + floor(response)::BIGINT ELSE 0 END AS to_c_pkts,
      end_time - CASE WHEN answered THEN floor(40 * power(1 - chance(row, 45), -1))::BIGINT ELSE 0 END AS start_time,
      end_time,
      CASE WHEN kind IN ('in', 'scan in') THEN dst % 4 = 0 ELSE true END AS asset_is_private
    FROM flows`;
}
