import { object, text } from '../json-sql.ts';
import {
  type Columns,
  type FormatLog,
  type LogFile,
  readsColumns,
  readsJson,
} from './format-log.ts';

/** A log of Zeek: its name, its columns with their values in SQL, and the flows that are in it. */
interface Kind {
  path: string;
  values: Readonly<Record<string, string>>;
  types: Columns;
  where: string;
}

/** Microseconds: those below a millisecond are made up. */
const seconds = (milliseconds: string) =>
  `printf('%d.%03d%03d', ${milliseconds} // 1000, ${milliseconds} % 1000, number % 1000)`;

const ends = {
  ts: seconds('start_time'),
  uid: text(`format('C{:x}', hash(number))`),
  'id.orig_h': text('src_ip'),
  'id.orig_p': 'coalesce(src_port, 8)',
  'id.resp_h': text('dst_ip'),
  'id.resp_p': 'coalesce(dst_port, 0)',
};
const endTypes = {
  ts: 'DOUBLE',
  uid: 'VARCHAR',
  'id.orig_h': 'VARCHAR',
  'id.orig_p': 'USMALLINT',
  'id.resp_h': 'VARCHAR',
  'id.resp_p': 'USMALLINT',
};

const conn: Kind = {
  path: 'conn',
  values: {
    ...ends,
    proto: text('lower(protocol)'),
    service: text(
      `CASE WHEN dst_host IS NOT NULL AND dst_port = 80 THEN 'http' WHEN dst_host IS NOT NULL THEN 'ssl'
        WHEN app = 'DNS' THEN 'dns' END`,
    ),
    duration: `CASE WHEN to_c_pkts > 0 THEN ${seconds('(end_time - start_time)')} END`,
    orig_bytes: 'greatest(0, to_s_bytes - 40 * to_s_pkts)',
    resp_bytes: 'greatest(0, to_c_bytes - 40 * to_c_pkts)',
    conn_state: text(`CASE WHEN to_c_pkts > 0 THEN 'SF' ELSE 'S0' END`),
    local_orig: `'true'`,
    local_resp: `'false'`,
    missed_bytes: '0',
    history: text(`CASE WHEN to_c_pkts > 0 THEN 'ShADadFf' ELSE 'S' END`),
    orig_pkts: 'to_s_pkts',
    orig_ip_bytes: 'to_s_bytes',
    resp_pkts: 'to_c_pkts',
    resp_ip_bytes: 'to_c_bytes',
  },
  types: {
    ...endTypes,
    proto: 'VARCHAR',
    service: 'VARCHAR',
    duration: 'DOUBLE',
    orig_bytes: 'BIGINT',
    resp_bytes: 'BIGINT',
    conn_state: 'VARCHAR',
    local_orig: 'VARCHAR',
    local_resp: 'VARCHAR',
    missed_bytes: 'BIGINT',
    history: 'VARCHAR',
    orig_pkts: 'BIGINT',
    orig_ip_bytes: 'BIGINT',
    resp_pkts: 'BIGINT',
    resp_ip_bytes: 'BIGINT',
  },
  where: 'true',
};

const ssl: Kind = {
  path: 'ssl',
  values: {
    ...ends,
    version: text(`'TLSv13'`),
    cipher: text(`'TLS_AES_128_GCM_SHA256'`),
    curve: text(`'x25519'`),
    server_name: text('dst_host'),
    resumed: `'false'`,
    established: `'true'`,
  },
  types: {
    ...endTypes,
    version: 'VARCHAR',
    cipher: 'VARCHAR',
    curve: 'VARCHAR',
    server_name: 'VARCHAR',
    resumed: 'VARCHAR',
    established: 'VARCHAR',
  },
  where: 'dst_host IS NOT NULL AND dst_port <> 80',
};

const http: Kind = {
  path: 'http',
  values: {
    ...ends,
    trans_depth: '1',
    method: text(`'GET'`),
    host: text('dst_host'),
    uri: text(`'/'`),
    user_agent: text(`'Mozilla/5.0 (X11; Linux x86_64)'`),
    request_body_len: '0',
    response_body_len: 'to_c_bytes',
    status_code: '200',
  },
  types: {
    ...endTypes,
    trans_depth: 'BIGINT',
    method: 'VARCHAR',
    host: 'VARCHAR',
    uri: 'VARCHAR',
    user_agent: 'VARCHAR',
    request_body_len: 'BIGINT',
    response_body_len: 'BIGINT',
    status_code: 'BIGINT',
  },
  where: 'dst_host IS NOT NULL AND dst_port = 80',
};

/** Lines that tell the columns come first. */
function columnsFile({ path, values, types, where }: Kind): LogFile {
  const head = [
    String.raw`#separator \x09`,
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${Object.keys(values).join('\t')}`,
  ].map((line) => `'${line}'`);
  const lines = `
    SELECT line FROM (
      SELECT unnest([${head.join(', ')}]) AS line, unnest(range(${head.length})) AS moment
      UNION ALL
      SELECT concat_ws('\t', ${Object.values(values).map(cell).join(', ')}), end_time FROM flows WHERE ${where}
    ) ORDER BY moment`;
  return { name: `${path}.log`, lines, bare: readsColumns(String.raw`\t`, types, '#') };
}

/** A value as Zeek writes it in columns, from how JSON has it. */
function cell(value: string): string {
  if (value === `'true'`) return `'T'`;
  if (value === `'false'`) return `'F'`;
  return `coalesce(trim((${value})::VARCHAR, '"'), '-')`;
}

/** Of JSON the engine reads what is needed only. */
function jsonFile(needed: readonly string[]): (kind: Kind) => LogFile {
  return ({ path, values, types, where }) => {
    const columns = Object.entries(types).filter(([column]) => needed.includes(column));
    return {
      name: `${path}.log`,
      lines: `SELECT ${object(values)} FROM flows WHERE ${where} ORDER BY end_time`,
      bare: readsJson(Object.fromEntries(columns)),
    };
  };
}

const hostKeys = ['uid', 'server_name', 'host'];
const connKeys = Object.keys(conn.types).filter(
  (column) => !/^(conn_state|local_|missed|history)/.test(column),
);

/** Zeek's logs of connections, TLS and HTTP in columns. */
export const zeekLog: FormatLog = {
  format: 'zeek',
  files: [columnsFile(conn), columnsFile(ssl), columnsFile(http)],
};

/** The same in JSON. */
export const zeekJsonLog: FormatLog = {
  format: 'zeek-json',
  files: [jsonFile(connKeys)(conn), jsonFile(hostKeys)(ssl), jsonFile(hostKeys)(http)],
};
