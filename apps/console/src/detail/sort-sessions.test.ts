import { describe, expect, it } from 'vitest';
import { session } from '../../test/session.ts';
import { readSort, sortAfter, sortSessions, writeSort } from './sort-sessions.ts';

describe('the order of sessions', () => {
  it('is by sessions until the reader asks for another', () => {
    expect(readSort(undefined)).toEqual({ column: 'sessions', descending: true });
    expect(readSort('-nonsense')).toEqual({ column: 'sessions', descending: true });
    expect(readSort('-end_time')).toEqual({ column: 'end_time', descending: true });
    expect(writeSort(readSort('app'))).toBe('app');
  });

  it('turns round on a second click, and begins with the greatest number or the first text', () => {
    const byBytes = sortAfter(readSort(undefined), 'request_byte');
    expect(byBytes).toEqual({ column: 'request_byte', descending: true });
    expect(sortAfter(byBytes, 'request_byte').descending).toBe(false);
    expect(sortAfter(byBytes, 'src_ip').descending).toBe(false);
  });

  it('compares numbers beyond 2^53 exactly, and ports and addresses as numbers', () => {
    const [a, b] = [
      session({ request_byte: 2n ** 53n }),
      session({ request_byte: 2n ** 53n + 1n }),
    ];
    expect(sortSessions([a, b], readSort('-request_byte'))).toEqual([b, a]);
    const ports = ['8080', '80', undefined, '443'].map((dst_port) =>
      session(dst_port === undefined ? {} : { dst_port }),
    );
    const sorted = (sort: string) =>
      sortSessions(ports, readSort(sort)).map(({ dst_port }) => dst_port);
    expect(sorted('dst_port')).toEqual(['80', '443', '8080', undefined]);
    expect(sorted('-dst_port')).toEqual(['8080', '443', '80', undefined]);
  });
});
