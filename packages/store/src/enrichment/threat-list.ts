import { atOnce, inTurns, type Steps } from '../steps.ts';
import type { BadLine } from './bad-line.ts';
import { columnsOf } from './threat-columns.ts';
import type { ThreatEntries } from './threat-entry.ts';
import { ThreatListReader } from './threat-list-reader.ts';

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
