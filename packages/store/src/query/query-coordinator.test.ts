import { describe, expect, it } from 'vitest';
import { Lane } from './lane.ts';
import {
  type Asking,
  QueryCoordinator,
  type QueryCoordinatorOptions,
} from './query-coordinator.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

const laneOf = (atOnce: number, maxWaiting = 100) =>
  new Lane(
    { atOnce, maxWaiting, deadline: 60_000 },
    (seconds) => new Error(`busy, again in ${seconds} s`),
  );

/** A coordinator of one lane, unless others are named. */
function coordinatorWith({
  atOnce = 1,
  lanes = [laneOf(atOnce)],
  ...options
}: Partial<QueryCoordinatorOptions> & { atOnce?: number } = {}) {
  const coordinator = new QueryCoordinator({
    lanes,
    deadline: 60_000,
    kept: 2,
    late: () => new Error('late'),
    ...options,
  });
  return {
    ask: <Answer>(
      question: string,
      find: (signal: AbortSignal) => Promise<Answer>,
      asking: Partial<Asking> = {},
    ) => coordinator.ask(question, find, { lane: lanes[0]!, ...asking }),
    pausing: <Result>(work: () => Promise<Result>) => coordinator.pausing(work),
  };
}

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
    const first = coordinator.ask('q', find, { signal: one.signal });
    const second = coordinator.ask('q', find, { signal: two.signal });
    await tick();
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(runs[0]!.signal.aborted).toBe(false);
    two.abort(new Error('gone, too'));
    await expect(second).rejects.toThrow('gone, too');
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(await coordinator.ask('q', async () => 'again')).toBe('again');
  });

  it('lets no question wait for those of another lane', async () => {
    const [quick, long] = [laneOf(1), laneOf(1)];
    const coordinator = coordinatorWith({ lanes: [quick, long] });
    const { runs, find } = finder();
    const expensive = Array.from({ length: 50 }, (_, number) =>
      coordinator.ask(`long ${number}`, find, { lane: long }),
    );
    expect(await coordinator.ask('cheap', async () => 'at once', { lane: quick })).toBe('at once');
    expect(runs).toHaveLength(1);
    for (let finished = 0; finished < 50; finished++) {
      await tick();
      runs[finished]!.finish();
    }
    await Promise.all(expensive);
  });

  it('finds the cheapest answer next, and those that cost the same in their order', async () => {
    const coordinator = coordinatorWith();
    const order: string[] = [];
    const ask = (name: string, cost: number) =>
      coordinator.ask(name, async () => void order.push(name), { cost });
    await Promise.all([
      ask('first', 9),
      ask('dear', 9),
      ask('cheap', 1),
      ask('dear, too', 9),
      ask('free', 0),
    ]);
    expect(order).toEqual(['first', 'free', 'cheap', 'dear', 'dear, too']);
  });

  it('turns the dearest one away at once when too many wait, and says when to come again', async () => {
    const coordinator = coordinatorWith({ lanes: [laneOf(1, 2)] });
    const { runs, find } = finder();
    const ask = (name: string, cost: number) => coordinator.ask(name, find, { cost });
    const answered = [ask('under way', 5), ask('waits', 5)];
    const dear = ask('dear', 7);
    await expect(ask('dearer', 8)).rejects.toThrow('busy, again in 1 s');
    answered.push(ask('cheap', 1));
    await expect(dear).rejects.toThrow('busy, again in 1 s');
    for (let finished = 0; finished < 3; finished++) {
      await tick();
      runs[finished]!.finish();
    }
    expect(await Promise.all(answered)).toEqual(['answer 1', 'answer 3', 'answer 2']);
  });

  it('does work alone when nothing is answered in any lane', async () => {
    const lanes = [laneOf(1), laneOf(2)];
    const coordinator = coordinatorWith({ lanes });
    const told: string[] = [];
    const say = (name: string) => async () => {
      told.push(`${name} in`);
      await tick();
      told.push(`${name} out`);
    };
    await Promise.all([
      coordinator.ask('a', say('a'), { lane: lanes[0]! }),
      coordinator.ask('b', say('b'), { lane: lanes[1]! }),
      coordinator.pausing(say('alone')),
      coordinator.ask('c', say('c'), { lane: lanes[1]! }),
    ]);
    expect(told[told.indexOf('alone in') + 1]).toBe('alone out');
  });
});
