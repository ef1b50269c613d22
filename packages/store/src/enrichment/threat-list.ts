import { canonicalAddress } from '../address.ts';
import { atOnce, inTurns, type Steps } from '../steps.ts';
import { ipv4Bits } from './address-number.ts';
import { type BadLine, maxBadLines, quoted } from './bad-line.ts';
import { readBlockRule } from './block-rules.ts';
import { csvCells, type Delimiter } from './csv.ts';
import { comparableHost, isHostName } from './host-name.ts';
import { columnsOf, namedColumns, otherKind, type ThreatColumns } from './threat-columns.ts';
import {
  addEntry,
  addHost,
  addNetwork,
  addRange,
  type Complaint,
  prefixOfNetmask,
  type ThreatEntries,
} from './threat-entry.ts';

/** What a threat list says. */
export interface ThreatList extends ThreatEntries {
  /** Entries that are neither addresses nor hosts, such as hashes of files, by their kind. */
  others: Map<string, number>;
  /** Lines that are neither entries, comments nor empty. */
  bad: number;
  /** The first of them, at most 100. */
  badLines: BadLine[];
}

/**
 * Reads a threat list, line by line, in any of these forms, mixed as they come:
 *
 * - an address, a network (CIDR) or a range, IPv4 or IPv6, with or without columns behind it: plain
 *   lists, IPsum, FireHOL `.netset` and `.ipset`, Spamhaus DROP, DShield, AlienVault reputation
 * - a host or a URL; `*.bad.example` and `.bad.example` mean `bad.example` with its subdomains, as
 *   any host
 * - rows under a line of column names, which may be a comment: abuse.ch, MISP, Zeek's intel files
 * - a JSON object with one of those names as a key, such as Spamhaus DROP as JSON lines
 * - `0.0.0.0 bad.example`: hosts files, whose own names such as `localhost` are passed over
 * - rules of dnsmasq and AdBlock that block all of a host
 *
 * `#`, `;`, `!` and `//` begin a comment at the start of a line, `;` also after white space, and `#`
 * wherever it is no part of a rule.
 *
 * @throws SyntaxError when the text is a document of another kind: a web page, STIX, other JSON
 */
export function parseThreatList(text: string): ThreatList {
  return atOnce(parsing(text));
}

/** Reads a threat list like {@link parseThreatList}, and lets others have their turn meanwhile. */
export function parseThreatListInTurns(text: string): Promise<ThreatList> {
  return inTurns(parsing(text));
}

/** Lines that are read in a step. */
const linesAtATime = 256;

function* parsing(text: string): Steps<ThreatList> {
  const content = text.replace(/^\uFEFF/, '');
  refuseOtherDocuments(content);
  const reader = new ThreatListReader();
  let line = 0;
  for (const written of jsonItems(content) ?? linesOf(content)) {
    line++;
    if (line % linesAtATime === 0) yield;
    reader.read(written, line);
  }
  return reader.end();
}

function* linesOf(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) yield line;
}

function refuseOtherDocuments(content: string): void {
  const begin = content.slice(0, 1000).trimStart();
  if (!begin.startsWith('<')) return;
  throw new SyntaxError(
    /<(?:!doctype html|html|head|body|title|center)\b/i.test(begin)
      ? 'it is a web page (HTML), as from a download that failed: fetch the list itself'
      : `it is XML: ${otherForms}`,
  );
}

const otherForms = 'take the list as plain text or CSV';

/** The items of a JSON document; nothing when the text is lines, of JSON or not. */
function jsonItems(content: string): string[] | undefined {
  const [begin] = /^\s*(?:\{\s*"|\[\s*[\]{"])/.exec(content) ?? [];
  if (begin === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    if (begin.trim().startsWith('{')) return undefined;
    throw new SyntaxError(`it is broken JSON, ${(error as SyntaxError).message}`, { cause: error });
  }
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  }
  const { type } = value as { type?: unknown };
  if (type === 'bundle') throw new SyntaxError(`it is a STIX bundle: ${otherForms}`);
  const keys = Object.keys(value as object);
  if (type === 'metadata' || columnsOf(keys) !== undefined) return [JSON.stringify(value)];
  throw new SyntaxError(`it is a JSON object of ${keys.slice(0, 5).join(', ')}: ${otherForms}`);
}

/** Lines that a row of a table may take. */
const maxLinesOfRow = 20;

/** Reads line after line into a list. */
class ThreatListReader {
  readonly #list: ThreatList = {
    ipv4: [],
    ipv6: [],
    hosts: [],
    others: new Map(),
    bad: 0,
    badLines: [],
  };
  #columns: ThreatColumns | undefined;
  /** The lines of a row whose quote is open. */
  #begun: { lines: string[]; line: number } | undefined;

  read(written: string, line: number): void {
    const { lines, line: first } = this.#begun ?? { lines: [], line };
    this.#begun = undefined;
    lines.push(written.trim());
    const complaint = this.#read(lines, first);
    if (complaint !== undefined) this.#complain(complaint, first);
    if (lines.length === maxLinesOfRow) this.#giveUp();
  }

  end(): ThreatList {
    while (this.#begun !== undefined) this.#giveUp();
    return this.#list;
  }

  /** The lines after one whose quote is never closed are lines of their own. */
  #giveUp(): void {
    if (this.#begun === undefined) return;
    const { lines, line } = this.#begun;
    this.#begun = undefined;
    this.#complain('a quote is not closed', line);
    for (const [place, text] of lines.slice(1).entries()) this.read(text, line + 1 + place);
  }

  #complain(reason: string, line: number): void {
    if (this.#list.bad++ < maxBadLines) this.#list.badLines.push({ line, reason });
  }

  #read(lines: string[], line: number): Complaint {
    const text = lines.join('\n');
    if (text === '') return undefined;
    if (text.startsWith('{')) return this.#readJson(text);
    if (this.#isEmpty()) {
      const columns = namedColumns(text);
      if (columns !== undefined) {
        this.#columns = columns;
        return undefined;
      }
    }
    if (isComment(text)) return undefined;
    if (this.#columns === undefined) return this.#readLine(text);
    const cells = csvCells(text, this.#columns.delimiter);
    if (cells !== undefined) return this.#readRow(this.#columns, cells);
    this.#begun = { lines, line };
    return undefined;
  }

  /** Names of columns come before what is in them. */
  #isEmpty(): boolean {
    const { ipv4, ipv6, hosts, others } = this.#list;
    return ipv4.length + ipv6.length + hosts.length + others.size === 0;
  }

  #readJson(text: string): Complaint {
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      return `not JSON: ${(error as SyntaxError).message}`;
    }
    if (value['type'] === 'metadata') return undefined;
    const entries = Object.entries(value).filter(([, cell]) => typeof cell !== 'object');
    const columns = columnsOf(entries.map(([key]) => key));
    if (columns === undefined) return 'a JSON object without "cidr", "ip", "url" or the like';
    return this.#readRow(
      columns,
      entries.map(([, cell]) => String(cell)),
    );
  }

  #readRow(columns: ThreatColumns, cells: readonly string[]): Complaint {
    const entry = cells[columns.entry]?.trim();
    // Lines of another kind may stand among rows.
    if (entry === undefined) return this.#readLine(cells.join(columns.delimiter));
    const kind = otherKind(columns, cells);
    if (kind !== undefined) return this.#passOver(kind);
    const last = columns.last === undefined ? undefined : cells[columns.last]?.trim();
    return last === undefined ? this.#readLine(entry) : addRange(entry, last, this.#list);
  }

  #passOver(kind: string): undefined {
    const { others } = this.#list;
    const counted = others.has(kind) || others.size < maxKinds ? kind : 'others';
    others.set(counted, (others.get(counted) ?? 0) + 1);
  }

  #readLine(line: string): Complaint {
    // Most lines of most lists.
    if (/^[\w.:/-]+$/.test(line)) return this.#readWord(line);
    const entry = withoutComment(line);
    const rule = readBlockRule(entry);
    if (rule !== undefined) {
      return 'hosts' in rule ? addAll(rule.hosts, addEntry, this.#list) : rule.complaint;
    }
    const address = /\s\|\s/.test(entry) ? firstAddress(entry.split('|')) : undefined;
    if (address !== undefined) return this.#readWord(address);
    const delimiter = /^(?:"[^"]*"|[^\s",;]*)\s*([,;]|$)/.exec(entry)?.[1];
    if (delimiter === undefined) return readWords(entry, this.#list);
    const [first = ''] = csvCells(entry, (delimiter || ',') as Delimiter) ?? [entry];
    // MISP has two values in one, such as an address and its port.
    const complaint = this.#readWord(first.trim().replace(/(?<=.)\|.*$/, ''));
    if (complaint === undefined || delimiter === '') return complaint;
    return `${complaint}: the first column counts where no line names the columns`;
  }

  #readWord(word: string): Complaint {
    return isHash(word) ? this.#passOver('hash of a file') : addEntry(word, this.#list);
  }
}

/** Of a table without names, such as those of dataplane.org. */
function firstAddress(cells: readonly string[]): string | undefined {
  return cells.map((cell) => cell.trim()).find((cell) => canonicalAddress(cell) !== undefined);
}

/** Kinds of other entries that are counted apart. */
const maxKinds = 20;

function isHash(text: string): boolean {
  return /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i.test(text);
}

function isComment(text: string): boolean {
  return /^(?:[#;!]|\/\/|\[[a-z][^\]:]*\]$)/i.test(text);
}

/** Some lists have no space before a comment. In rules, `#` is a target or begins what they hide. */
function withoutComment(text: string): string {
  if (/^(?:address|server|local)=/i.test(text)) return text;
  return text.replace(/(?<!\s)\s+[#;].*$/, '').replace(/^([^#]+)#(?![@?$%]*#).*$/, '$1');
}

function readWords(entry: string, list: ThreatList): Complaint {
  const [first, ...behind] = entry.split(/\s+/) as [string, ...string[]];
  if (behind[0] === '-' && behind[1] !== undefined) return addRange(first, behind[1], list);
  const address = canonicalAddress(withoutZone(first));
  if (address === undefined) {
    const complaint = addEntry(first, list);
    return complaint && `${quoted(entry)} is more than one word, and ${complaint}`;
  }
  // Lines that a hosts file has for the machine itself.
  if (behind.every(isLocalName)) return undefined;
  if (/^(?:0\.0\.0\.0$|127\.|::1?$)/.test(address)) {
    return addAll(
      behind.filter((name) => !isLocalName(name)),
      addHost,
      list,
    );
  }
  if (behind.every((name) => name.includes('.') && isHostName(comparableHost(name)))) {
    return `${quoted(entry)} gives a host an address: a hosts file that blocks has 0.0.0.0 there`;
  }
  const size = prefixBehind(address, behind);
  return size === undefined ? addEntry(first, list) : addNetwork(first, size, list, entry);
}

/** Of a network, the second column may be its netmask, or its last address before its prefix length. */
function prefixBehind(address: string, [second = '', third = '']: readonly string[]) {
  const prefix = prefixOfNetmask(second);
  if (prefix !== undefined && prefix >= 8) return String(prefix);
  const network: ThreatEntries = { ipv4: [], ipv6: [], hosts: [] };
  const complaint = addNetwork(address, third, network, address);
  return complaint === undefined && network.ipv4[0]?.last === ipv4Bits(second) ? third : undefined;
}

function addAll(words: readonly string[], add: typeof addEntry, list: ThreatList): Complaint {
  const complaints = words.map((word) => add(word, list));
  return complaints.find((complaint) => complaint !== undefined);
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

function isLocalName(name: string): boolean {
  return (
    name === '0.0.0.0' ||
    /^(?:localhost(?:\.localdomain)?|local|broadcasthost|ip6-\w+)$/i.test(name)
  );
}
