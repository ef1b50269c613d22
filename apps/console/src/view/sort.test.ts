import { describe, expect, it } from 'vitest';
import { parseSort, sortAfter, writeSort } from './sort.ts';

const columns = ['name', 'size'] as const;

describe('a sort', () => {
  it('is written as it is read', () => {
    expect(parseSort(columns, 'name')).toEqual({ column: 'name', descending: false });
    for (const text of ['name', '-size']) expect(writeSort(parseSort(columns, text)!)).toBe(text);
  });

  it.each(['', '-', '--name', 'Name', 'weight'])('is none of %j', (text) => {
    expect(parseSort(columns, text)).toBeUndefined();
  });

  it('begins with the greatest number or the first text, and turns round on a second click', () => {
    const bySize = sortAfter({ column: 'name', descending: false }, 'size', false);
    expect(bySize).toEqual({ column: 'size', descending: true });
    expect(sortAfter(bySize, 'size', false).descending).toBe(false);
    expect(sortAfter(bySize, 'name', true).descending).toBe(false);
  });
});
