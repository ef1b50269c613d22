// @module-tag slow

import { expect, afterAll, beforeAll, describe, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@cfw-flow/types';
import { FIREWALL } from '../../defaults.ts';
import { type Group, type Kind, kinds } from './kinds.ts';
import {
  type Outcome,
  type Way,
  appended,
  batches,
  files,
  flowsIn,
  logs,
  pipes,
  watched,
} from './ways.ts';

const day = 24 * 60 * 60 * 1000;

/** The groups of an item on the day of a kind, in the order of their values. */
async function groupsOf({ store }: Outcome, kind: Kind, item: Item): Promise<Group[]> {
  const start = Date.parse(kind.day);
  const { records } = await store.answer('listFlowStatistic', {
    fw_instance_id: FIREWALL,
    log_type: kind.log_type ?? 'internet',
    item,
    window: { start, end: start + day },
    size: 1000,
  });
  return sorted(
    records.map((group) => [group.item, group.sessions, group.request_byte, group.response_byte]),
  );
}

/** The flows of a kind: each has a protocol. */
async function flowsOf(outcome: Outcome, kind: Kind): Promise<number> {
  const protocols = await groupsOf(outcome, kind, 'protocol');
  return protocols.reduce((sum, [, sessions]) => sum + Number(sessions), 0);
}

function sorted(groups: readonly Group[]): Group[] {
  return groups
    .map(([item, ...sums]): Group => [item, BigInt(sums[0]), BigInt(sums[1]), BigInt(sums[2])])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

const ways: readonly [string, Way, boolean?][] = [
  ['by `cfw-flow ingest` of its file or folder', files],
  ['by `cfw-flow serve --watch`, while it serves', watched],
  ['by `cfw-flow serve --watch`, in two parts', appended],
  // Windows has no pipes among its files.
  ['by `cfw-flow ingest` of a pipe', pipes, process.platform === 'win32'],
  ['as a batch of lines', batches],
];

it('has a folder and a day for each kind, and no other folder', () => {
  const names = kinds.map(({ name }) => name);
  expect(readdirSync(logs).sort()).toEqual(names.sort());
  expect(new Set(kinds.map((kind) => kind.day)).size).toBe(kinds.length);
});

describe.each(ways.filter(([, , isMissing]) => !isMissing))('each kind of log %s', (_, way) => {
  const taken = kinds.filter(way.takes);
  let folder: string;
  let outcome: Outcome;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cfw-flow-corpus-'));
    outcome = await way.ingest(taken, folder);
  });
  afterAll(async () => {
    await outcome?.store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(taken)('$name: $title', async (kind) => {
    const { right } = kind;
    // What was said is shown when something else is wrong.
    const said = outcome.said(kind);
    const flows = await flowsOf(outcome, kind);
    if ('says' in right) {
      expect({ flows, said }).toEqual({ flows: 0, said: expect.stringMatching(right.says) });
      return;
    }
    const groups: Record<string, Group[]> = {};
    const rightGroups: Record<string, Group[]> = {};
    for (const [item, all] of Object.entries(right.groups)) {
      groups[item] = await groupsOf(outcome, kind, item as Item);
      rightGroups[item] = sorted(all);
    }
    const lines = outcome.lines(kind);
    const { rejected = 0, skipped = expect.any(Number) } = right;
    expect({ flows, groups, lines, said }).toEqual({
      flows: right.flows,
      groups: rightGroups,
      lines: lines && expect.objectContaining({ rejected, skipped }),
      said: expect.any(String),
    });
  });

  it('adds no flows but these', async () => {
    const [held] = await outcome.store.firewalls();
    expect(held?.flows).toBe(flowsIn(taken));
  });

  it('ends with 0 where all is ingested, and with 1 where all is refused', () => {
    expect(outcome.codes).toEqual(way.codes);
  });
});
