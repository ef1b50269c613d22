import path from 'node:path';
import {
  compileThreatsInTurns,
  type NamedThreatList,
  parseThreatListInTurns,
  type Threats,
} from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { harmless } from '../output/harmless.ts';
import { counted } from '../output/quantity.ts';
import { badLinesInWords } from './bad-lines.ts';
import { readText } from './read-text.ts';

/** Threat lists as they are in their files, and what there is to say of them. */
export interface ReadThreats {
  threats: Threats;
  /** Lines for a person. */
  notes: string[];
}

/**
 * Reads threat lists, while others have their turn: they may be read again by a server that has much
 * else to do. A list is called as its file without the extension.
 *
 * @throws {@link Failure} when a file can't be read, is empty or has nothing but bad lines
 */
export async function readThreats(files: readonly string[]): Promise<ReadThreats> {
  const lists: NamedThreatList[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const text = await readText(file, 'threat list');
    const shown = harmless(file);
    if (text.trim() === '') {
      throw new Failure(
        `The threat list ${shown} is empty. If that is meant, let it have a comment line: # nobody`,
      );
    }
    const list = await parseThreatListInTurns(text);
    const { hosts, bad, badLines } = list;
    const count = list.ipv4.length + list.ipv6.length;
    const complaints = badLinesInWords(shown, bad, badLines);
    if (count + hosts.length === 0 && bad > 0) {
      throw new Failure(
        `${shown} is no threat list: no line of it is an address, a network or a host.\n${complaints.join('\n')}`,
      );
    }
    const name = path.parse(file).name;
    lists.push({ name, ...list });
    const networks = counted(count, 'address or network', 'addresses and networks');
    notes.push(
      `Threat list ${harmless(name)}: ${networks}, ${counted(hosts.length, 'host')}.`,
      ...complaints,
    );
  }
  return { threats: await compileThreatsInTurns(lists), notes };
}
