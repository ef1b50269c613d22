import { canonicalAddress } from '../address.ts';
import { ipv4Bits } from './address-number.ts';
import { quoted } from './bad-line.ts';
import { readBlockRule } from './block-rules.ts';
import { csvCells, type Delimiter } from './csv.ts';
import { comparableHost, isHostName } from './host-name.ts';
import {
  addEntry,
  addHost,
  addNetwork,
  addRange,
  type Complaint,
  prefixOfNetmask,
  type ThreatEntries,
} from './threat-entry.ts';
import type { ThreatList } from './threat-list.ts';

/** Adds what a line says that no names of columns explain. */
export function addLine(line: string, list: ThreatList): Complaint {
  // Most lines of most lists.
  if (/^[\w.:/-]+$/.test(line) && !labelledRange.test(line)) return addWord(line, list);
  const entry = withoutComment(line);
  const rule = readBlockRule(entry);
  if (rule !== undefined) {
    return 'hosts' in rule ? addAll(rule.hosts, addEntry, list) : rule.complaint;
  }
  const word = labelledRange.exec(entry)?.[1] ?? firstAddress(entry);
  if (word !== undefined) return addWord(word, list);
  const delimiter = /^(?:"[^"]*"|[^\s",;]*)\s*([,;]|$)/.exec(entry)?.[1];
  if (delimiter === undefined) return readWords(entry, list);
  const [first = ''] = csvCells(entry, (delimiter || ',') as Delimiter) ?? [entry];
  // MISP has two values in one, such as an address and its port.
  const complaint = addWord(first.trim().replace(/(?<=.)\|.*$/, ''), list);
  if (complaint === undefined || delimiter === '') return complaint;
  return `${complaint}: the first column counts where no line names the columns`;
}

function addWord(word: string, list: ThreatList): Complaint {
  return isHash(word) ? passOver('hash of a file', list) : addEntry(word, list);
}

/** Kinds of other entries that are counted apart. */
const maxKinds = 20;

/** Counts an entry that is neither an address nor a host. */
export function passOver(kind: string, { others }: ThreatList): undefined {
  const counted = others.has(kind) || others.size < maxKinds ? kind : 'others';
  others.set(counted, (others.get(counted) ?? 0) + 1);
}

/** A range behind its name, as PeerGuardian has it. */
const labelledRange = /:\s*(\d+\.[\d.]+-\d+\.[\d.]+)$/;

/** The address of a table without names whose columns bars part, such as those of dataplane.org. */
function firstAddress(row: string): string | undefined {
  if (!/\s\|\s/.test(row)) return undefined;
  const cells = row.split('|').map((cell) => cell.trim());
  return cells.find((cell) => canonicalAddress(cell) !== undefined);
}

function isHash(text: string): boolean {
  return /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i.test(text);
}

/** Tells whether a line is a comment. */
export function isComment(text: string): boolean {
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
