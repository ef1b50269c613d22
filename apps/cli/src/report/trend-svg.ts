import { scaleLabel } from '../trend/rate-scale.ts';
import { timeTicks } from '../trend/time-axis.ts';
import { mergeParts, type Rate, type TrendPart } from '../trend/trend.ts';
import { look, sans } from './look.ts';
import { type Markup, markup } from './markup.ts';
import type { PageTrend } from './page.ts';

const width = 900;
const height = 110;
/** Room for the times below the chart, and for half a letter above it. */
const axisHeight = 20;
const margin = 6;
/** Room for the labels of the scale. */
const scaleWidth = 76;
/** Places of a letter of the labels. */
const letterWidth = 7;
/** Maximum number of bars. */
export const maxColumns = 168;

/** Where a time and a rate are in a chart. */
interface Scale {
  x: (time: number) => number;
  y: (value: number) => number;
}

/**
 * A rate over time as bars, and that of the window before as a line over them.
 *
 * @param max - where the scale ends
 */
export function trendSvg({ rate, title, summary, now, before }: PageTrend, max: number): Markup {
  const columns = mergeParts(now, maxColumns);
  const start = now[0]?.start ?? 0;
  const span = (now.at(-1)?.end ?? 1) - start;
  const scale: Scale = {
    x: (time) => scaleWidth + ((time - start) / span) * (width - scaleWidth),
    y: (value) => height * (1 - (max > 0 ? value / max : 0)),
  };
  const earlier = mergeParts(before, maxColumns);
  const shift = start - (before[0]?.start ?? 0);
  const tone = rate === 'in_bps' ? 'inbound' : 'outbound';
  return markup`<svg viewBox="0 -${margin} ${width} ${margin + height + axisHeight}" width="100%" role="img" aria-label="${title}: ${summary}" style="display:block;height:auto;min-width:560px" font-family="${sans}" font-size="11">
${[max, max / 2].filter((value) => value > 0).map((value) => scaleLine(value, scale.y(value)))}
<path d="${barPath(columns, rate, scale)}" ${look({ fill: tone })}/>
<polyline points="${linePoints(earlier, rate, shift, scale)}" fill="none" stroke-width="1.5" stroke-dasharray="3 2" ${look({ stroke: 'muted' })}/>
<path d="M${scaleWidth} ${height}H${width}" ${look({ stroke: 'strong' })}/>
${ticks(columns, scale)}
</svg>`;
}

function scaleLine(value: number, y: number): Markup {
  return markup`<path d="M${scaleWidth} ${rounded(y)}H${width}" ${look({ stroke: 'line' })}/><text x="${scaleWidth - 8}" y="${rounded(y + 4)}" text-anchor="end" ${look({ fill: 'muted' })}>${scaleLabel(value)}</text>`;
}

/** What is more than nothing shows. */
function barPath(columns: readonly TrendPart[], rate: Rate, { x, y }: Scale): string {
  return columns
    .filter((column) => column[rate] > 0)
    .map((column) => {
      const left = x(column.start);
      const room = x(column.end) - left;
      const bar = rounded(Math.max(0.5, height - y(column[rate])));
      return `M${rounded(left)} ${height}v-${bar}h${rounded(room - Math.min(1, room / 4))}v${bar}z`;
    })
    .join('');
}

function linePoints(
  parts: readonly TrendPart[],
  rate: Rate,
  shift: number,
  { x, y }: Scale,
): string {
  return parts
    .map((part) => `${rounded(x((part.start + part.end) / 2 + shift))},${rounded(y(part[rate]))}`)
    .join(' ');
}

function ticks(columns: readonly TrendPart[], { x }: Scale): Markup[] {
  const letters = (width - scaleWidth) / Math.max(1, columns.length) / letterWidth;
  return timeTicks(columns, letters).map(({ column, label }) => {
    const half = (label.length * letterWidth) / 2;
    const place = Math.min(width - half, Math.max(scaleWidth + half, x(columns[column]!.start)));
    return markup`<text x="${rounded(place)}" y="${height + 15}" text-anchor="middle" ${look({ fill: 'muted' })}>${label}</text>`;
  });
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
