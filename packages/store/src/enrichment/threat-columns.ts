import { type Delimiter, csvCells } from './csv.ts';

/** Where the rows of a list have what: places of cells. */
export interface ThreatColumns {
  delimiter: Delimiter;
  /** The entry, or the first address of a range. */
  entry: number;
  /** The last address of a range. */
  last: number | undefined;
  /** What kind the entry is of, such as `ip-dst` or `md5`. */
  type: number | undefined;
  /** Whether the entry is one to detect by: `to_ids` of MISP. */
  detects: number | undefined;
}

/** Columns whose entries are of a kind that another column says. */
const anyKind = ['ioc_value', 'ioc', 'indicator', 'value', 'observable'];

const addressNames =
  'ip ip_address ipaddress ip_addr address ipv4 ipv6 cidr network subnet ip_range ' +
  'dst_ip dstip destination_ip destinationip src_ip srcip source_ip sourceip';
const hostNames = 'url domain domain_name host hostname host_name fqdn';
const entryNames = new Set([...anyKind, ...addressNames.split(' '), ...hostNames.split(' ')]);

const typeNames = new Set(['ioc_type', 'indicator_type', 'observable_type', 'type']);
const firstNames = new Set(['start', 'start_ip', 'ip_start', 'first_ip']);
const lastNames = new Set(['end', 'end_ip', 'ip_end', 'last_ip']);

/**
 * The columns that a line of names says. Of several that may hold entries, the first one does.
 * In a comment, as abuse.ch has it, only several names are such a line.
 *
 * @returns nothing when the line is not one of names
 */
export function namedColumns(line: string): ThreatColumns | undefined {
  const names = line.replace(/^#+\s*(?:fields\s+)?/, '');
  for (const delimiter of ['\t', ',', ';'] as const) {
    const cells = csvCells(names, delimiter)?.map((cell) => cell.trim());
    if (cells === undefined || (cells.length === 1 && names !== line)) continue;
    if (!cells.every((cell) => /^[a-z][\w .()/-]{0,40}$|^$/i.test(cell))) continue;
    const columns = columnsOf(cells, delimiter);
    if (columns !== undefined) return columns;
  }
  return undefined;
}

/** The columns of these names. */
export function columnsOf(
  written: readonly string[],
  delimiter: Delimiter = ',',
): ThreatColumns | undefined {
  const names = written.map((name) => name.trim().toLowerCase().replaceAll(/[ -]/g, '_'));
  const place = (isMeant: (name: string) => boolean) => {
    const found = names.findIndex(isMeant);
    return found < 0 ? undefined : found;
  };
  const entry = place((name) => entryNames.has(name));
  if (entry === undefined) {
    const first = place((name) => firstNames.has(name));
    const last = place((name) => lastNames.has(name));
    if (first === undefined || last === undefined) return undefined;
    return { delimiter, entry: first, last, type: undefined, detects: undefined };
  }
  const isOfAnyKind = anyKind.includes(names[entry]!);
  return {
    delimiter,
    entry,
    last: undefined,
    type: isOfAnyKind ? place((name) => typeNames.has(name)) : undefined,
    detects: place((name) => name === 'to_ids'),
  };
}

/** Kinds of entries that are neither addresses nor hosts. Other words may be kinds of threats. */
const neither =
  /(?:^|[^a-z0-9])(?:link|md5|sha\d*|hash(?:es)?|imphash|ssdeep|tlsh|pehash|authentihash|ja3s?|jarm|hassh|fingerprint|certificate|x509|e?mail|subject|file(?:name|path)?|malware-sample|pattern|yara|sigma|snort|mutex|regkey|registry|user|useragent|user[_-]agent|username|asn?|btc|bitcoin|wallet|phone|comment|text|vulnerability|cve|cookie|port|process|service|pdb|attachment|iban)(?:[^a-z0-9]|$)/i;

const flagged =
  /(?:^|[^a-z])(?:ip|ipv4|ipv6|ip[46]|addr|subnet|cidr|netblock|network|domain|hostname|host|fqdn|url)(?:[^a-z]|$)/i;

/** The kind of a row that flags neither addresses nor hosts; nothing of one that does. */
export function otherKind(
  { type, detects }: ThreatColumns,
  cells: readonly string[],
): string | undefined {
  const kind = type === undefined ? '' : (cells[type] ?? '').trim();
  if (neither.test(kind) && !flagged.test(kind)) return kind;
  const isToDetect = detects === undefined || !/^(?:0|false)$/i.test(cells[detects] ?? '');
  return isToDetect ? undefined : 'to_ids 0';
}
