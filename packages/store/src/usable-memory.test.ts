import { describe, expect, it } from 'vitest';
import { usableMemory } from './usable-memory.ts';

describe('the memory that there is to use', () => {
  it('is the limit of the container when that is less than the machine has', () => {
    expect(usableMemory(64e9, 2e9)).toBe(2e9);
  });

  // What Linux tells of no limit is 0, or a number that no machine has.
  it.each([0, 2 ** 63, 2 ** 64])('is that of the machine where there is no limit: %d', (limit) =>
    expect(usableMemory(64e9, limit)).toBe(64e9),
  );
});
