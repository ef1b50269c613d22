import type { FlowItem, FlowSessions } from '@cfw-flow/fetch-client';
import { useMemo, useState } from 'react';
import { t } from '../text/i18n.ts';
import { inSentence, itemLabel, itemsLabel, sessionCount } from '../text/labels.ts';
import { bytes, count, percent, type Whole } from '../text/quantity.ts';
import { visible } from '../text/visible.ts';
import { useWidth } from '../ui/use-width.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import { columnsOf, type FlowGraph, flowGraph } from './flow-graph.ts';
import { boxWidth, placeFlows, type PlacedLink, type PlacedNode } from './flow-layout.ts';

interface FlowDiagramProps {
  item: FlowItem;
  value: string;
  sessions: readonly FlowSessions<'bigint'>[];
}

/** Boxes of a column; narrow pages have room for fewer columns. */
const depth = 8;
const narrow = 560;
/** Beside the last column there is room for its labels: as much as between columns, but not more than any needs. */
const labelShare = 0.8;
const maxLabel = 290;
const rowHeight = 34;

/** Where the flows of a group come from and what they run through, as bands between values. */
export function FlowDiagram({ item, value, sessions }: FlowDiagramProps) {
  const { view } = useView();
  const [place, width] = useWidth<HTMLDivElement>();
  const items = columnsOf[item].slice(0, width < narrow ? 3 : 4);
  const graph = useMemo(
    () => flowGraph(sessions, items, view.order, depth),
    // oxlint-disable-next-line react/exhaustive-deps -- the items follow from the item and their number
    [sessions, item, items.length, view.order],
  );
  return (
    <div ref={place} className="flow-diagram">
      {width > 0 && graph.columns.length > 1 && (
        <Diagram graph={graph} width={width} group={{ item, value }} />
      )}
    </div>
  );
}

interface DiagramProps {
  graph: FlowGraph;
  width: number;
  /** The group itself, which all bands run through. */
  group: { item: FlowItem; value: string };
}

function Diagram({ graph, width, group }: DiagramProps) {
  const { view } = useView();
  const [pointed, setPointed] = useState<string>();
  const steps = graph.columns.length - 1;
  const free = width - boxWidth;
  const step = Math.max(free / (steps + labelShare), (free - maxLabel) / steps);
  const label = Math.min(step * labelShare, maxLabel);
  const height = rowHeight * Math.max(5, ...graph.columns.map(({ nodes }) => nodes.length));
  const { columns, links } = useMemo(
    () => placeFlows(graph, { width: step * steps + boxWidth, height }),
    [graph, step, steps, height],
  );
  const spell = (amount: Whole) => (view.order === 'byte' ? bytes(amount) : sessionCount(amount));
  const total = columns[0]!.reduce((sum, { value }) => sum + value, 0n);
  const touches = ({ source, target }: PlacedLink) =>
    source.id === pointed || target.id === pointed;
  return (
    <div className="columns" style={{ blockSize: height }}>
      <svg width={width} height={height} aria-hidden="true">
        {links.map((link) => (
          <path
            key={`${link.source.id} ${link.target.id}`}
            className={pointed !== undefined && !touches(link) ? 'band faint' : 'band'}
            d={link.path}
            strokeWidth={Math.max(1, link.breadth)}
          >
            <title>
              {`${nodeLabel(link.source)} → ${nodeLabel(link.target)}: ${spell(link.value)}`}
            </title>
          </path>
        ))}
        {columns.flat().map(({ id, x, y, height }) => (
          <rect key={id} x={x} y={y} width={boxWidth} height={Math.max(2, height)} rx={2} />
        ))}
      </svg>
      {columns.map((nodes, index) => (
        <div key={graph.columns[index]!.item} className="column">
          <h3 style={{ insetInlineStart: step * index, inlineSize: label + boxWidth }}>
            {itemsLabel(graph.columns[index]!.item)}
          </h3>
          <ol aria-label={itemsLabel(graph.columns[index]!.item)}>
            {nodes.map((node) => (
              <li
                key={node.id}
                title={`${nodeLabel(node)}: ${spell(node.value)}`}
                style={{
                  insetInlineStart: node.x + boxWidth + 6,
                  insetBlockStart: node.y + node.height / 2,
                  maxInlineSize: label - 6,
                }}
                onPointerEnter={() => setPointed(node.id)}
                onPointerLeave={() => setPointed(undefined)}
                onFocus={() => setPointed(node.id)}
                onBlur={() => setPointed(undefined)}
              >
                <NodeName node={node} group={group} />
                <span className="share">{percent(node.value, total)}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

/** A value leads to its detail, but for the one whose detail this is. */
function NodeName({ node, group }: { node: PlacedNode; group: DiagramProps['group'] }) {
  if (node.key === undefined) return <span className="rest">{nodeLabel(node)}</span>;
  if (node.item === group.item && node.key === group.value)
    return <strong>{nodeLabel(node)}</strong>;
  return (
    <ViewLink className="key" to={{ page: 'detail', item: node.item, value: node.key }}>
      {node.key}
    </ViewLink>
  );
}

function nodeLabel({ item, key, groups }: PlacedNode): string {
  if (key !== undefined) return visible(key);
  return groups === 0
    ? t('detail.without', { item: inSentence(itemLabel(item)) })
    : t('detail.others', { number: count(groups) });
}
