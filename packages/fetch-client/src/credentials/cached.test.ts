import { describe, expect, it } from 'vitest';
import { cached } from './cached.ts';
import { failureOf } from '../../test/local-server.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A source of numbered tokens that are good for an hour, and a clock that stands still. */
function source({ life = hour } = {}) {
  const clock = { time: 1_700_000_000_000 };
  const asked: { finish: () => void; fail: (error: Error) => void }[] = [];
  const provider = cached(
    () =>
      new Promise((resolve, reject) => {
        const token = `token ${asked.length + 1}`;
        const expiresAt = clock.time + life;
        asked.push({ finish: () => resolve({ credentials: { token }, expiresAt }), fail: reject });
      }),
    () => clock.time,
  );
  const next = async (end: 'finish' | Error = 'finish') => {
    const before = asked.length;
    const answer = Promise.resolve(provider());
    if (asked.length > before) {
      const question = asked.at(-1)!;
      if (end === 'finish') question.finish();
      else question.fail(end);
    }
    return answer;
  };
  return { clock, asked, provider, next };
}

describe('kept credentials', () => {
  it('are asked for once while they are good', async () => {
    const { asked, clock, next } = source();
    await next();
    clock.time += hour - 6 * minute - 1;
    expect(await next()).toEqual({ token: 'token 1' });
    expect(asked).toHaveLength(1);
  });

  it('are renewed five to six minutes before they end', async () => {
    const { clock, next } = source();
    await next();
    clock.time += hour - 5 * minute;
    expect(await next()).toEqual({ token: 'token 2' });
  });

  it('are renewed when they ended long ago', async () => {
    const { clock, next } = source();
    await next();
    clock.time += 10 * hour;
    expect(await next()).toEqual({ token: 'token 2' });
  });

  it('are asked for once by many callers at a time', async () => {
    const { asked, provider } = source();
    const callers = Array.from({ length: 100 }, async () => provider());
    asked[0]!.finish();
    expect(new Set((await Promise.all(callers)).map((one) => JSON.stringify(one)))).toEqual(
      new Set(['{"token":"token 1"}']),
    );
    expect(asked).toHaveLength(1);
  });

  it('tell a failure to all who wait, and ask again for the next caller', async () => {
    const { asked, provider, next } = source();
    const callers = Array.from({ length: 3 }, async () => failureOf(provider()));
    const refused = new Error('refused');
    asked[0]!.fail(refused);
    expect(await Promise.all(callers)).toEqual([refused, refused, refused]);
    expect(await next()).toEqual({ token: 'token 2' });
  });

  it('stay in use when the renewal fails before they end, and it is tried again after 30 s', async () => {
    const { asked, clock, next } = source();
    await next();
    clock.time += hour - 4 * minute;
    expect(await next(new Error('down'))).toEqual({ token: 'token 1' });
    expect(await next()).toEqual({ token: 'token 1' });
    expect(asked).toHaveLength(2);
    clock.time += 30_000;
    expect(await next()).toEqual({ token: 'token 3' });
  });

  it('fail when the renewal fails after they ended', async () => {
    const { clock, next } = source();
    await next();
    clock.time += hour;
    const down = new Error('down');
    expect(await failureOf(next(down))).toBe(down);
  });

  it('are renewed when they are refused, at most every 30 s', async () => {
    const { asked, clock, provider, next } = source();
    const first = await next();
    clock.time += 29_999;
    expect(await provider(first)).toBe(first);
    clock.time += 1;
    const renewal = provider(first);
    const another = provider(first);
    asked[1]!.finish();
    expect(await renewal).toEqual({ token: 'token 2' });
    expect(await another).toEqual({ token: 'token 2' });
    expect(await provider(first)).toEqual({ token: 'token 2' });
    expect(asked).toHaveLength(2);
  });

  it('that are refused stay when there are no others, and are not asked for again for 30 s', async () => {
    const { asked, clock, provider, next } = source();
    const first = await next();
    clock.time += 30_000;
    const renewal = provider(first);
    asked[1]!.fail(new Error('down'));
    expect(await renewal).toBe(first);
    expect(await provider(first)).toBe(first);
    expect(asked).toHaveLength(2);
  });

  it('that end soon are not asked for at every call, but never given out after their end', async () => {
    const { asked, clock, next } = source({ life: 10_000 });
    await next();
    clock.time += 9999;
    await next();
    expect(asked).toHaveLength(1);
    clock.time += 1;
    expect(await next()).toEqual({ token: 'token 2' });
  });
});
