import { describe, expect, it } from 'vitest';
import { Semaphore } from './semaphore.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('a semaphore', () => {
  it('lets in as many as it has places, the others in their order', async () => {
    const semaphore = new Semaphore(2);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      [1, 2, 3, 4, 5].map((one) =>
        semaphore.pass(async () => {
          most = Math.max(most, ++inside);
          order.push(one);
          await tick();
          inside--;
        }),
      ),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('lets one in alone, when all others are out, and the next ones after it', async () => {
    const semaphore = new Semaphore(2);
    const told: string[] = [];
    const pass = (name: string) => async () => {
      told.push(`${name} in`);
      await tick();
      told.push(`${name} out`);
    };
    await Promise.all([
      semaphore.pass(pass('first')),
      semaphore.pass(pass('second')),
      semaphore.passAlone(pass('alone')),
      semaphore.pass(pass('last')),
    ]);
    const alone = told.indexOf('alone in');
    expect(told[alone + 1]).toBe('alone out');
    expect(told.toSorted()).toEqual(
      ['alone', 'first', 'last', 'second'].flatMap((name) => [`${name} in`, `${name} out`]),
    );
  });

  it('gives a place free again after a failure', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await semaphore.pass(async () => 'yes')).toBe('yes');
  });

  it('lets one leave the line, and holds no place for it', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const first = semaphore.pass(tick);
    const second = semaphore.pass(async () => 'second', { signal: controller.signal });
    const third = semaphore.pass(async () => 'third');
    controller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await first;
    expect(await third).toBe('third');
    await expect(
      semaphore.pass(tick, { signal: AbortSignal.abort(new Error('late')) }),
    ).rejects.toThrow('late');
  });
});
