import { markup, Markup } from './markup.ts';

/** Colours of the console, on light and on dark ground. */
const tones = {
  ground: ['#f4f6f8', '#0e1419'],
  surface: ['#ffffff', '#161e25'],
  text: ['#14202b', '#e7edf2'],
  muted: ['#55636f', '#9fadb9'],
  line: ['#dde3e8', '#2a353f'],
  strong: ['#82909c', '#6d7c89'],
  bar: ['#2a9187', '#2f9e93'],
  track: ['#e6ecef', '#232e37'],
  inbound: ['#0f766e', '#4fc9bc'],
  outbound: ['#5b53c9', '#a29bf5'],
  danger: ['#b42318', '#ff9b91'],
  notice: ['#7a4d00', '#ffd58a'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** A colour by what it is for. */
export type Tone = keyof typeof tones;

/** What can have a colour, with the names of its classes. */
const properties = {
  color: 'c',
  background: 'b',
  'border-color': 'l',
  fill: 'f',
  stroke: 's',
} as const;

type Property = keyof typeof properties;

/** System fonts, as in the console. */
export const sans =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif";

/**
 * Attributes that give an element its look. Mail programs know no variables and may drop style
 * sheets, so that colours stand inline, for light ground; classes change them on dark ground.
 *
 * @param css - what is the same on both
 * @param classes - further classes
 */
export function look(colors: Partial<Record<Property, Tone>>, css = '', classes = ''): Markup {
  const chosen = Object.entries(colors) as [Property, Tone][];
  const names = chosen.map(([property, tone]) => className(property, tone));
  const styles = chosen.map(([property, tone]) => `${property}:${tones[tone][0]}`);
  const joined = (parts: string[], by: string) => parts.filter((part) => part !== '').join(by);
  // Colours last: what is the same may have shorthands of the same properties.
  return markup`class="${joined([...names, classes], ' ')}" style="${joined([css, ...styles], ';')}"`;
}

function className(property: Property, tone: Tone): string {
  return `${properties[property]}-${tone}`;
}

/** What inline styles can't say: dark ground, narrow screens and paper. */
export function styleSheet(): Markup {
  const names = Object.keys(properties) as Property[];
  const dark = names.flatMap((property) =>
    (Object.keys(tones) as Tone[]).map(
      (tone) => `.${className(property, tone)}{${property}:${tones[tone][1]} !important}`,
    ),
  );
  return new Markup(`<style>
:root{color-scheme:light dark}
.halves{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 16px;align-items:start}
@media (max-width:760px){.halves{display:block}.figure{display:inline-block;width:46%}}
@media (max-width:520px){.minor{display:none}.page{padding:12px !important}}
@media print{.page{max-width:none !important;padding:0 !important}tr,svg,h2{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media screen and (prefers-color-scheme:dark){${dark.join('')}}
</style>`);
}
