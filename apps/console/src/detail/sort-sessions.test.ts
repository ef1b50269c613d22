import { describe, expect, it } from 'vitest';
import { session } from '../../test/session.ts';
import { sortSessions } from './sort-sessions.ts';

describe('the order of sessions', () => {
  it('compares numbers beyond 2^53 exactly', () => {
    const [a, b] = [
      session({ request_byte: 2n ** 53n }),
      session({ request_byte: 2n ** 53n + 1n }),
    ];
    expect(sortSessions([a, b], { column: 'request_byte', descending: true })).toEqual([b, a]);
  });

  it('compares ports and addresses as numbers, those without one last', () => {
    const ports = ['8080', '80', undefined, '443'].map((dst_port) =>
      session(dst_port === undefined ? {} : { dst_port }),
    );
    const sorted = (descending: boolean) =>
      sortSessions(ports, { column: 'dst_port', descending }).map(({ dst_port }) => dst_port);
    expect(sorted(false)).toEqual(['80', '443', '8080', undefined]);
    expect(sorted(true)).toEqual(['8080', '443', '80', undefined]);
  });
});
