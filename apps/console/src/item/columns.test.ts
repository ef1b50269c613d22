import { describe, expect, it } from 'vitest';
import { sortedBy, sortOf } from './columns.ts';

const bySessions = { order: 'record', sort: undefined } as const;

describe('a column that is chosen', () => {
  it('ranks by what it measures, the greatest first, then the other way round', () => {
    const first = { ...bySessions, ...sortedBy(bySessions, 'request_byte') };
    expect(first).toEqual({ order: 'byte', sort: { column: 'request_byte', descending: true } });
    const second = { ...first, ...sortedBy(first, 'request_byte') };
    expect(second).toEqual({ order: 'byte', sort: { column: 'request_byte', descending: false } });
    expect({ ...second, ...sortedBy(second, 'request_byte') }).toEqual(first);
  });

  it('leaves no trace of itself when it is what the order says', () => {
    expect(sortedBy({ order: 'byte', sort: undefined }, 'sessions')).toEqual(bySessions);
  });

  it('sorts texts from the start, and what is no measure without ranking anew', () => {
    expect(sortedBy(bySessions, 'item')).toEqual({ sort: { column: 'item', descending: false } });
    expect(sortedBy(bySessions, 'change')).toEqual({
      sort: { column: 'change', descending: true },
    });
  });
});

it('records are sorted by what they are ranked by unless the view says otherwise', () => {
  expect(sortOf({ order: 'byte', sort: undefined })).toEqual({ column: 'bytes', descending: true });
});
