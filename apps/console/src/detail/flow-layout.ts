import { sankey, sankeyLeft, sankeyLinkHorizontal } from 'd3-sankey';
import type { FlowGraph, FlowNode } from './flow-graph.ts';

/** A box in its place, in pixels. */
export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
  height: number;
}

/** A band in its place: the path along its middle, and how broad it is, in pixels. */
export interface PlacedLink {
  source: PlacedNode;
  target: PlacedNode;
  value: bigint;
  path: string;
  breadth: number;
}

/** Width of a box. */
export const boxWidth = 10;
/** Between boxes of a column: room for their labels, which fingers may hit, however low they are. */
const gap = 24;

/** Places a diagram on an area, the boxes of each column in their order. */
export function placeFlows(
  { columns, links }: FlowGraph,
  { width, height }: { width: number; height: number },
): { columns: PlacedNode[][]; links: PlacedLink[] } {
  const layout = sankey<{ id: string }, object>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    // Null keeps the order, where undefined would look for one with fewer crossings.
    .nodeSort(null as never)
    .nodeWidth(boxWidth)
    .nodePadding(gap)
    .extent([
      [0, 0],
      [width, height],
    ]);
  const nodes = columns.flatMap(({ nodes }) => nodes);
  const graph = layout({
    nodes: nodes.map(({ id }) => ({ id })),
    links: links.map(({ source, target, value }) => ({ source, target, value: Number(value) })),
  });
  const placed = new Map(
    graph.nodes.map(({ x0 = 0, y0 = 0, y1 = 0 }, index): [string, PlacedNode] => {
      const node = nodes[index]!;
      return [node.id, { ...node, x: x0, y: y0, height: y1 - y0 }];
    }),
  );
  const path = sankeyLinkHorizontal();
  return {
    columns: columns.map(({ nodes }) => nodes.map(({ id }) => placed.get(id)!)),
    links: graph.links.map((link, index) => ({
      source: placed.get(links[index]!.source)!,
      target: placed.get(links[index]!.target)!,
      value: links[index]!.value,
      path: path(link) ?? '',
      breadth: link.width ?? 0,
    })),
  };
}
