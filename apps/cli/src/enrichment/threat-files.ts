import path from 'node:path';
import {
  compileThreatsInTurns,
  type NamedThreatList,
  parseThreatListInTurns,
  type ThreatList,
  type Threats,
} from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { badLineMessages } from './bad-lines.ts';
import { readOptionText } from './read-option-file.ts';

/** Threat lists as read from their files, and messages about them. */
export interface ReadThreats {
  threats: Threats;
  /** Lines that say how much there is in each. */
  counts: string[];
  /** Lines that say what of them is ignored. */
  notes: string[];
}

/**
 * Reads threat lists without blocking the event loop: a running server may read them again. The name
 * of a list is that of its file without the extension.
 *
 * @throws {@link Failure} when a file can't be read, is empty, is of another kind or has nothing to flag
 */
export async function readThreats(files: readonly string[]): Promise<ReadThreats> {
  const lists: NamedThreatList[] = [];
  const counts: string[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const text = await readOptionText(file, 'threat list');
    const shown = escapeControlChars(file);
    if (text.trim() === '') {
      throw new Failure(
        `The threat list ${shown} is empty. If that is meant, let it have a comment line: # nobody`,
      );
    }
    const list = await parse(text, shown);
    const { hosts, others, bad, badLines } = list;
    const count = list.ipv4.length + list.ipv6.length;
    const ignored = [...othersMessage(shown, others), ...badLineMessages(shown, bad, badLines)];
    if (count + hosts.length === 0 && ignored.length > 0) {
      throw new Failure(
        `${shown} is no threat list: no line of it is an address, a network or a host.\n${ignored.join('\n')}`,
      );
    }
    const name = path.parse(file.replace(/\.gz$/i, '')).name;
    lists.push({ name, ...list });
    const networks = counted(count, 'address or network', 'addresses and networks');
    counts.push(
      `Threat list ${escapeControlChars(name)}: ${networks}, ${counted(hosts.length, 'host')}.`,
    );
    notes.push(...ignored);
  }
  return { threats: await compileThreatsInTurns(lists), counts, notes };
}

async function parse(text: string, shown: string): Promise<ThreatList> {
  try {
    return await parseThreatListInTurns(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = escapeControlChars(error.message);
    throw new Failure(`${shown} is no threat list: ${reason}.`, undefined, { cause: error });
  }
}

/** Says what a list has that is no address or host. */
function othersMessage(shown: string, others: ReadonlyMap<string, number>): string[] {
  if (others.size === 0) return [];
  const kinds = [...others].map(
    ([kind, count]) => `${formatCount(count)} ${escapeControlChars(kind)}`,
  );
  return [`${shown}: passed over, as no address or host to flag: ${kinds.join(', ')}`];
}
