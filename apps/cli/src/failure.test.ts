import { StoreError } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { asFailure } from './failure.ts';

describe('a failure', () => {
  it('of a store is told in its own words', () => {
    const message = 'There is no room left in the data directory .cfw-flow. Make room.';
    expect(asFailure(new StoreError('DATA_FULL', message)).message).toBe(message);
  });

  it.each(['ENOSPC', 'EDQUOT'])('of a disk without room (%s) says what to do', (code) => {
    const error = Object.assign(new Error(`${code}: write`), { code, path: 'data/chunk' });
    expect(asFailure(error).message).toBe(
      'No space is left at data/chunk. Make room and run the same command again: ' +
        'what was ingested whole is kept.',
    );
  });

  it('that nobody expected keeps its trace', () => {
    expect(asFailure(new TypeError('x')).message).toMatch(
      /^This should not have happened[^]*TypeError: x\n +at /,
    );
  });
});
