import { globSync, readFileSync } from 'node:fs';
import { absolute, root } from './site-map.ts';

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

/** Packages that are published, or shown to people, and those of them that each imports. */
export function packageGraph(): Map<string, string[]> {
  const manifests = globSync('{packages,apps}/*/package.json', { cwd: root })
    .map((path) => JSON.parse(readFileSync(absolute(path), 'utf8')) as Manifest)
    .filter(({ name }) => name !== '@cfw-flow/docs')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const names = new Set(manifests.map(({ name }) => name));
  return new Map(
    manifests.map(({ name, dependencies = {} }) => [
      name,
      Object.keys(dependencies).filter((other) => names.has(other)),
    ]),
  );
}

const width = 150;
const height = 36;
const gapX = 24;
const gapY = 56;
const columns = 4;

/** The packages as a picture: each above all that it imports. */
export function drawPackages(graph: ReadonlyMap<string, readonly string[]>): string {
  const rows: string[][] = [];
  for (const name of graph.keys()) (rows[levelOf(name, graph)] ??= []).push(name);
  const total = columns * (width + gapX) - gapX;
  const places = new Map(
    rows.flatMap((names, level) => {
      const left = (total - names.length * (width + gapX) + gapX) / 2;
      const y = level * (height + gapY);
      return names.map((name, at) => [name, { x: left + at * (width + gapX), y }] as const);
    }),
  );
  const arrows = [...graph].flatMap(([name, dependencies]) =>
    direct(dependencies, graph).map((other) => {
      const from = places.get(name)!;
      const to = places.get(other)!;
      return `<path d="${arrowPath(from, to)}" marker-end="url(#arrow)"/>`;
    }),
  );
  const boxes = [...places].map(
    ([name, { x, y }]) =>
      `<g transform="translate(${x} ${y})"><rect width="${width}" height="${height}" rx="8"/><text x="${width / 2}" y="${height / 2 + 4}">${name.replace('@cfw-flow/', '')}</text></g>`,
  );
  const depth = rows.length * (height + gapY) - gapY;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 ${total + 16} ${depth + 16}" font-family="system-ui, sans-serif" font-size="13" text-anchor="middle">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#82909c"/></marker></defs>
<g fill="none" stroke="#82909c" stroke-width="1.5">
${arrows.join('\n')}
</g>
<g fill="#0f766e">
${boxes.join('\n').replaceAll('<text', '<text fill="#ffffff"')}
</g>
</svg>
`;
}

interface Place {
  x: number;
  y: number;
}

/** From below one box to the top of another or, past the boxes of a row between, to its side. */
function arrowPath(from: Place, to: Place): string {
  const x = from.x + width / 2;
  const start = `M${x} ${from.y + height}`;
  if (to.y - from.y === height + gapY) return `${start} L${to.x + width / 2} ${to.y - 4}`;
  const y = to.y + height / 2;
  const [side, bend] = x < to.x ? [to.x - 4, 24] : [to.x + width + 4, -24];
  return `${start} V${y - 24} Q${x} ${y} ${x + bend} ${y} H${side}`;
}

/** How many packages lie above one, one importing the next. */
function levelOf(name: string, graph: ReadonlyMap<string, readonly string[]>): number {
  const above = [...graph].filter(([, below]) => below.includes(name));
  return Math.max(0, ...above.map(([other]) => 1 + levelOf(other, graph)));
}

/** Those dependencies that are not reached through another one: arrows to the others say nothing new. */
function direct(
  dependencies: readonly string[],
  graph: ReadonlyMap<string, readonly string[]>,
): string[] {
  const reached = (name: string): string[] =>
    (graph.get(name) ?? []).flatMap((other) => [other, ...reached(other)]);
  const indirect = new Set(dependencies.flatMap(reached));
  return dependencies.filter((name) => !indirect.has(name));
}
