import { describe, expect, it } from 'vitest';
import { withCleanup } from './cleanup.ts';

describe('work with a cleanup', () => {
  it('returns its result after what it registered is done, last things first', async () => {
    const done: string[] = [];
    const result = await withCleanup(async (atEnd) => {
      atEnd(() => done.push('store'));
      atEnd(async () => {
        await Promise.resolve();
        done.push('server');
      });
      return done.length;
    });
    expect([result, done]).toEqual([0, ['server', 'store']]);
  });

  it('that fails does what it had registered, and throws its own error', async () => {
    const done: string[] = [];
    const failing = withCleanup(async (atEnd) => {
      atEnd(() => done.push('store'));
      atEnd(() => Promise.reject(new Error('still busy')));
      throw new Error('port in use');
    });
    await expect(failing).rejects.toThrow('port in use');
    expect(done).toEqual(['store']);
  });

  it('throws the error of its cleanup, when it succeeded itself', async () => {
    const closing = withCleanup(async (atEnd) => atEnd(() => Promise.reject(new Error('busy'))));
    await expect(closing).rejects.toThrow('busy');
  });
});
