import { describe, expect, it } from 'vitest';
import { session } from '../../test/session.ts';
import { columnsOf, flowGraph } from './flow-graph.ts';

describe('the flow diagram', () => {
  it('leads from the sources over the group to ports and applications', () => {
    const { columns, links } = flowGraph(
      [
        session({ src_ip: '192.0.2.1', dst_port: '443', app: 'HTTPS', sessions: 5 }),
        session({ src_ip: '192.0.2.2', dst_port: '443', app: 'HTTPS', sessions: 2 }),
        session({ src_ip: '192.0.2.1', dst_port: '80', app: 'HTTP', sessions: 1 }),
      ],
      columnsOf.dst_ip,
      'record',
      8,
    );
    expect(columns.map(({ nodes }) => nodes.map(({ key, value }) => `${key}: ${value}`))).toEqual([
      ['192.0.2.1: 6', '192.0.2.2: 2'],
      ['198.51.100.1: 8'],
      ['443: 7', '80: 1'],
      ['HTTPS: 7', 'HTTP: 1'],
    ]);
    expect(links.map(({ value }) => value)).toEqual([6n, 7n, 7n, 2n, 1n, 1n]);
  });

  it('puts the smallest together, and says how many there are', () => {
    const many = [9, 8, 7, 6, 5].map((sessions) =>
      session({ src_ip: `192.0.2.${sessions}`, sessions }),
    );
    const { columns } = flowGraph(many, ['src_ip', 'dst_ip'], 'record', 3);
    expect(columns[0]!.nodes.map(({ key, groups, value }) => [key, groups, value])).toEqual([
      ['192.0.2.9', 1, 9n],
      ['192.0.2.8', 1, 8n],
      ['192.0.2.7', 1, 7n],
      [undefined, 2, 11n],
    ]);
  });

  it('has a box of their own for flows without a value, and no column where none has one', () => {
    const { columns } = flowGraph(
      [session({ dst_port: '53', sessions: 3 }), session({ protocol: 'ICMP', sessions: 2 })],
      columnsOf.dst_ip,
      'record',
      8,
    );
    expect(columns.map(({ item }) => item)).toEqual(['src_ip', 'dst_ip', 'dst_port']);
    expect(columns[2]!.nodes.map(({ key, groups, value }) => [key, groups, value])).toEqual([
      ['53', 1, 3n],
      [undefined, 0, 2n],
    ]);
  });

  it('adds up bytes beyond 2^53 exactly', () => {
    const big = 2n ** 53n + 1n;
    const { columns } = flowGraph(
      [session({ bytes: big, dst_port: '1' }), session({ bytes: 2, dst_port: '2' })],
      ['dst_ip', 'dst_port'],
      'byte',
      8,
    );
    expect(columns[0]!.nodes[0]!.value).toBe(big + 2n);
  });

  it('is empty when no session moved a byte', () => {
    expect(flowGraph([session({})], columnsOf.src_ip, 'byte', 8)).toEqual({
      columns: [],
      links: [],
    });
  });
});
