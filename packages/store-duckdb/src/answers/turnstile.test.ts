import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('a turnstile', () => {
  it('lets in as many as it has places, the others in their order', async () => {
    const turnstile = new Turnstile(2);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      [1, 2, 3, 4, 5].map((one) =>
        turnstile.pass(async () => {
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
    const turnstile = new Turnstile(2);
    const told: string[] = [];
    const pass = (name: string) => async () => {
      told.push(`${name} in`);
      await tick();
      told.push(`${name} out`);
    };
    await Promise.all([
      turnstile.pass(pass('first')),
      turnstile.pass(pass('second')),
      turnstile.passAlone(pass('alone')),
      turnstile.pass(pass('last')),
    ]);
    const alone = told.indexOf('alone in');
    expect(told[alone + 1]).toBe('alone out');
    expect(told.toSorted()).toEqual(
      ['alone', 'first', 'last', 'second'].flatMap((name) => [`${name} in`, `${name} out`]),
    );
  });

  it('gives a place free again after a failure', async () => {
    const turnstile = new Turnstile(1);
    await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turnstile.pass(async () => 'yes')).toBe('yes');
  });

  it('lets one leave the line, and holds no place for it', async () => {
    const turnstile = new Turnstile(1);
    const controller = new AbortController();
    const first = turnstile.pass(tick);
    const second = turnstile.pass(async () => 'second', controller.signal);
    const third = turnstile.pass(async () => 'third');
    controller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await first;
    expect(await third).toBe('third');
    await expect(turnstile.pass(tick, AbortSignal.abort(new Error('late')))).rejects.toThrow(
      'late',
    );
  });
});
