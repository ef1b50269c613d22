import type { FlowStatistic, QueryWindow } from '@cfw-flow/fetch-client';
import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { collectGroups } from './collect-groups.ts';

interface Flow {
  item: string;
  end: number;
  bytes: number;
}

/** A server that gives the 1,000 groups with the most sessions of a window. */
function answerOver(flows: readonly Flow[], { start_time, end_time }: QueryWindow) {
  const groups = Map.groupBy(
    flows.filter(({ end }) => end >= start_time && end < end_time),
    ({ item }) => item,
  );
  const records = [...groups].map(([item, own]) => ({
    item,
    sessions: own.length,
    request_byte: own.reduce((sum, { bytes }) => sum + bytes, 0),
    response_byte: 0,
    last_time: Math.max(...own.map(({ end }) => end)),
    agg_start_time: start_time,
    agg_end_time: end_time,
    region: `as of ${Math.max(...own.map(({ end }) => end))}`,
  }));
  records.sort((a, b) => b.sessions - a.sessions);
  const answer = { records: records.slice(0, 1000), total: records.length };
  return answer as unknown as FlowStatistic<'bigint'>;
}

function collectOver(flows: readonly Flow[], window: QueryWindow, seen: number[] = []) {
  return collectGroups(
    async (part) => answerOver(flows, part),
    window,
    (done) => void seen.push(done),
  );
}

const day = 86_400_000;

describe('the groups of a window', () => {
  it('are those of one answer where it has all of them', async () => {
    const flows = [1, 2, 3].map((end) => ({ item: `a${end % 2}`, end, bytes: end }));
    const { groups, questions, total } = await collectOver(flows, { start_time: 0, end_time: day });
    expect([questions, total]).toEqual([1, 2]);
    expect(groups.map(({ item, sessions }) => [item, sessions])).toEqual([
      ['a1', 2],
      ['a0', 1],
    ]);
  });

  it('are added up over parts where there are more than a server gives', async () => {
    // Hosts that are seen all the time, others once; more of them in the third quarter.
    const flows = Array.from({ length: 40_000 }, (_, index): Flow => {
      const share = index / 40_000;
      const end = Math.floor((index % 3 === 0 ? 0.5 + share / 4 : share) * 7 * day);
      return { item: index % 2 === 0 ? `often${index % 500}` : `once${index}`, end, bytes: index };
    });
    const window = { start_time: 1, end_time: 7 * day };
    const seen: number[] = [];
    const { groups, total, questions, incompleteParts } = await collectOver(flows, window, seen);
    const expected = Map.groupBy(
      flows.filter(({ end }) => end >= 1),
      ({ item }) => item,
    );
    expect([groups.length, total, incompleteParts]).toEqual([expected.size, expected.size, 0]);
    for (const { item, sessions, request_byte, last_time, region } of groups) {
      const own = expected.get(item)!;
      const latest = Math.max(...own.map(({ end }) => end));
      expect(sessions).toBe(own.length);
      expect(request_byte).toBe(own.reduce((sum, { bytes }) => sum + bytes, 0));
      expect([last_time, region]).toEqual([latest, `as of ${latest}`]);
    }
    const sessions = groups.map((group) => Number(group.sessions));
    expect(sessions).toEqual([...sessions].sort((a, b) => b - a));
    expect(questions).toBeLessThan(80);
    expect(seen.at(-1)).toBe(window.end_time - window.start_time);
  });

  it('lack those of a millisecond that has more than a server gives, and it is said so', async () => {
    const flows = Array.from({ length: 2500 }, (_, index) => ({
      item: `a${index}`,
      end: index < 1500 ? 5 : index * 1000,
      bytes: 1,
    }));
    const collected = await collectOver(flows, { start_time: 0, end_time: day });
    expect(collected).toMatchObject({ total: 2500, incompleteParts: 1 });
    expect(collected.groups).toHaveLength(2000);
  });

  it('are not added up of parts that a server rounds', async () => {
    const rounding = collectGroups(
      async (part) => {
        const answer = answerOver(
          Array.from({ length: 1001 }, (_, index) => ({ item: `a${index}`, end: index, bytes: 1 })),
          part,
        );
        for (const record of answer.records) record.agg_end_time = 3_600_000;
        return answer;
      },
      { start_time: 0, end_time: day },
      () => {},
    );
    await expect(rounding).rejects.toThrow(Failure);
    await expect(rounding).rejects.toThrow(/can't be asked about parts of the window/);
  });

  it('have every digit', async () => {
    const most = 2n ** 62n;
    const { groups } = await collectGroups(
      async ({ start_time, end_time }) => {
        const isWhole = end_time - start_time > 1;
        const record = { item: 'a', sessions: 1, request_byte: most, response_byte: 1 };
        return { records: [record], total: isWhole ? 1001 : 1 } as FlowStatistic<'bigint'>;
      },
      { start_time: 0, end_time: 2 },
      () => {},
    );
    expect(groups[0]).toMatchObject({ sessions: 2, request_byte: 2n ** 63n, response_byte: 2 });
  });
});
