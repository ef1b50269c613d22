import { expect, it } from 'vitest';
import type { FlowSessions } from '@cfw-flow/fetch-client';
import { columnsOf, flowGraph } from './flow-graph.ts';
import { placeFlows } from './flow-layout.ts';

it('boxes are as high as their share and in order, and bands join them', () => {
  const session = (dst_port: string, sessions: number): FlowSessions<'bigint'> => ({
    src_ip: '192.0.2.1',
    dst_ip: '198.51.100.1',
    dst_port,
    protocol: 'TCP',
    sessions,
    bytes: 0,
    request_byte: 0,
    response_byte: 0,
    start_time: 0,
    end_time: 0,
  });
  const graph = flowGraph([session('53', 1), session('443', 3)], columnsOf.dst_ip, 'record', 8);
  const { columns, links } = placeFlows(graph, { width: 410, height: 224 });
  const [, [group] = [], ports] = columns;
  expect(columns.map(([first]) => first!.x)).toEqual([0, 200, 400]);
  expect(group!.height).toBeCloseTo(200);
  expect(ports!.map(({ key }) => key)).toEqual(['443', '53']);
  expect(ports!.map(({ height }) => Math.round(height))).toEqual([150, 50]);
  expect(ports![1]!.y - (ports![0]!.y + ports![0]!.height)).toBeCloseTo(24);
  const toDns = links.find(({ target }) => target.key === '53')!;
  expect([toDns.source.key, toDns.value]).toEqual(['198.51.100.1', 1n]);
  expect(toDns.breadth).toBeCloseTo(50);
  expect(toDns.path).toMatch(/^M210,.*,400,/);
});
