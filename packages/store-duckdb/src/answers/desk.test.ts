import { describe, expect, it } from 'vitest';
import { Desk, type DeskOptions } from './desk.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

const deskWith = (options: Partial<DeskOptions> = {}) =>
  new Desk({ atOnce: 1, deadline: 60_000, kept: 2, late: () => new Error('late'), ...options });

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

describe('a desk', () => {
  it('runs the same question once for all who ask it meanwhile', async () => {
    const desk = deskWith();
    const { runs, find } = finder();
    const asked = [1, 2, 3].map(() => desk.ask('q', find));
    await tick();
    runs[0]!.finish();
    expect(await Promise.all(asked)).toEqual(['answer 1', 'answer 1', 'answer 1']);
    expect(runs).toHaveLength(1);
  });

  it('keeps an answer until the data change', async () => {
    const desk = deskWith();
    let count = 0;
    const find = async () => ++count;
    expect(await desk.ask('q', find)).toBe(1);
    expect(await desk.ask('q', find)).toBe(1);
    desk.forget();
    expect(await desk.ask('q', find)).toBe(2);
  });

  it('does not give an answer that was begun before a change to those who ask after it', async () => {
    const desk = deskWith({ atOnce: 2 });
    const { runs, find } = finder();
    const before = desk.ask('q', find);
    await tick();
    desk.forget();
    const after = desk.ask('q', find);
    await tick();
    runs[0]!.finish();
    runs[1]!.finish();
    expect(await before).toBe('answer 1');
    expect(await after).toBe('answer 2');
    expect(await desk.ask('q', find)).toBe('answer 2');
  });

  it('keeps the latest answers alone', async () => {
    const desk = deskWith({ kept: 2 });
    let count = 0;
    const find = async () => ++count;
    for (const question of ['a', 'b', 'c']) await desk.ask(question, find);
    expect(await desk.ask('c', find)).toBe(3);
    expect(await desk.ask('a', find)).toBe(4);
  });

  it('keeps no failure', async () => {
    const desk = deskWith();
    await expect(desk.ask('q', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await desk.ask('q', async () => 'yes')).toBe('yes');
  });

  it('ends a question at its deadline, also while it waits for its turn', async () => {
    const desk = deskWith({ deadline: 10 });
    const { runs, find } = finder();
    const first = desk.ask('first', find);
    const second = desk.ask('second', find);
    await expect(first).rejects.toThrow('late');
    await expect(second).rejects.toThrow('late');
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(await desk.ask('third', async () => 'fine')).toBe('fine');
  });

  it('lets one asker go, and ends the question when the last has gone', async () => {
    const desk = deskWith();
    const { runs, find } = finder();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = desk.ask('q', find, one.signal);
    const second = desk.ask('q', find, two.signal);
    await tick();
    one.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(runs[0]!.signal.aborted).toBe(false);
    two.abort(new Error('gone, too'));
    await expect(second).rejects.toThrow('gone, too');
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(await desk.ask('q', async () => 'again')).toBe('again');
  });
});
