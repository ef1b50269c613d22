import { describe, expect, it } from 'vitest';
import { QueryCoordinator, type QueryCoordinatorOptions } from './query-coordinator.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

const coordinatorWith = (options: Partial<QueryCoordinatorOptions> = {}) =>
  new QueryCoordinator({
    atOnce: 1,
    deadline: 60_000,
    kept: 2,
    late: () => new Error('late'),
    ...options,
  });

/** Finds numbered answers, each when it is told to. */
function finder() {
  const runs: { finish: () => void; signal: AbortSignal }[] = [];
  const find = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      const name = `answer ${runs.length + 1}`;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      runs.push({ finish: () => resolve(name), signal });
    });
  return { runs, find };
}

describe('a query coordinator', () => {
  it('runs the same question once for all who ask it meanwhile', async () => {
    const coordinator = coordinatorWith();
    const { runs, find } = finder();
    const asked = [1, 2, 3].map(() => coordinator.ask('q', find));
    await tick();
    runs[0]!.finish();
    expect(await Promise.all(asked)).toEqual(['answer 1', 'answer 1', 'answer 1']);
    expect(runs).toHaveLength(1);
  });

  it('keeps an answer until the data change', async () => {
    const coordinator = coordinatorWith();
    let count = 0;
    const find = async () => ++count;
    expect(await coordinator.ask('q', find, { version: 1 })).toBe(1);
    expect(await coordinator.ask('q', find, { version: 1 })).toBe(1);
    expect(await coordinator.ask('q', find, { version: 2 })).toBe(2);
  });

  it('keeps no answer that is of this moment', async () => {
    const coordinator = coordinatorWith();
    let count = 0;
    const find = async () => ++count;
    expect(await coordinator.ask('q', find)).toBe(1);
    expect(await coordinator.ask('q', find)).toBe(2);
  });

  it('does not give an answer that was begun before a change to those who ask after it', async () => {
    const coordinator = coordinatorWith({ atOnce: 2 });
    const { runs, find } = finder();
    const before = coordinator.ask('q', find, { version: 1 });
    await tick();
    const after = coordinator.ask('q', find, { version: 2 });
    await tick();
    runs[0]!.finish();
    runs[1]!.finish();
    expect(await before).toBe('answer 1');
    expect(await after).toBe('answer 2');
    expect(await coordinator.ask('q', find, { version: 2 })).toBe('answer 2');
  });

  it('keeps the latest answers alone', async () => {
    const coordinator = coordinatorWith({ kept: 2 });
    let count = 0;
    const find = async () => ++count;
    for (const question of ['a', 'b', 'c']) {
      await coordinator.ask(question, find, { version: 1 });
    }
    expect(await coordinator.ask('c', find, { version: 1 })).toBe(3);
    expect(await coordinator.ask('a', find, { version: 1 })).toBe(4);
  });

  it('finds so many answers at once as it may, and the others after them', async () => {
    const coordinator = coordinatorWith({ atOnce: 2 });
    const { runs, find } = finder();
    const asked = Promise.all(
      Array.from({ length: 5 }, (_, number) => coordinator.ask(`q${number}`, find)),
    );
    const begun: number[] = [];
    for (let finished = 0; finished < 5; finished++) {
      await tick();
      begun.push(runs.length);
      runs[finished]!.finish();
    }
    expect(begun).toEqual([2, 3, 4, 5, 5]);
    expect(await asked).toHaveLength(5);
  });

  it('keeps no failure', async () => {
    const coordinator = coordinatorWith();
    await expect(coordinator.ask('q', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await coordinator.ask('q', async () => 'yes')).toBe('yes');
  });

  it('ends a question at its deadline, also while it waits for its turn', async () => {
    const coordinator = coordinatorWith({ deadline: 10 });
    const { runs, find } = finder();
    const first = coordinator.ask('first', find);
    const second = coordinator.ask('second', find);
    await expect(first).rejects.toThrow('late');
    await expect(second).rejects.toThrow('late');
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(await coordinator.ask('third', async () => 'fine')).toBe('fine');
  });

  it('lets one asker go, and ends the question when the last has gone', async () => {
    const coordinator = coordinatorWith();
    const { runs, find } = finder();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = coordinator.ask('q', find, one);
    const second = coordinator.ask('q', find, two);
    await tick();
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(runs[0]!.signal.aborted).toBe(false);
    two.abort(new Error('gone, too'));
    await expect(second).rejects.toThrow('gone, too');
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(await coordinator.ask('q', async () => 'again')).toBe('again');
  });
});
