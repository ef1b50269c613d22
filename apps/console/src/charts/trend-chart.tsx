// oxlint-disable-next-line no-unassigned-import -- has to run before uPlot does
import './language-tag.ts';
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import { t } from '../text/i18n.ts';
import { bitsPerSecond } from '../text/quantity.ts';
import { onThemeChange, themeKey } from '../theme/theme.ts';
import type { Span } from '../time/span.ts';
import { timeIn } from '../time/zone.ts';

/** Traffic of a part of the window: when it begins, milliseconds since 1970 UTC, and bits per second. */
export interface TrendPoint {
  time: number;
  inbound: number;
  outbound: number;
}

interface TrendChartProps {
  points: readonly TrendPoint[];
  /** The same of the window before, moved to the times of this one; none until they are known. */
  before?: readonly TrendPoint[] | undefined;
  /** Zone of the times on the axis. */
  zone: string;
  height: number;
  /** Called with what was dragged over. */
  onZoom?: ((span: Span) => void) | undefined;
}

/** Traffic in and out over time as areas, the window before it as lines. */
export function TrendChart(props: TrendChartProps) {
  // Colours are painted, so that another theme needs another painting.
  const theme = useSyncExternalStore(onThemeChange, themeKey);
  return <PaintedChart key={theme} {...props} />;
}

function PaintedChart({ points, before, zone, height, onZoom }: TrendChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const canZoom = onZoom !== undefined;
  const hasBefore = before !== undefined;
  const zoom = useEffectEvent((span: Span) => onZoom?.(span));
  const data = useEffectEvent(() => aligned(points, before));

  useEffect(() => {
    const element = place.current!;
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        series: seriesOf(element, zone, hasBefore),
        axes: axesOf(element, zone),
        scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] } },
        legend: { live: true },
        cursor: {
          drag: { x: canZoom, y: false, setScale: false },
          points: { size: 6 },
        },
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        hooks: { setSelect: [(chart) => select(chart, zoom)] },
      },
      data(),
      element,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [hasBefore, zone, height, canZoom]);

  // Another answer leaves the chart as it is: somebody may be pointing or dragging.
  useEffect(() => chart.current?.setData(aligned(points, before)), [points, before]);

  const peak = (measure: 'inbound' | 'outbound') =>
    bitsPerSecond(Math.max(0, ...points.map((point) => point[measure])));
  return (
    <div
      ref={place}
      className="trend-chart"
      role="img"
      aria-label={t('overview.trendText', {
        inbound: peak('inbound'),
        outbound: peak('outbound'),
      })}
      style={{ minBlockSize: height }}
    />
  );
}

function select(chart: uPlot, onZoom: (span: Span) => void): void {
  const { left, width } = chart.select;
  if (width < 4) return;
  const [start, end] = [left, left + width].map((x) => Math.round(chart.posToVal(x, 'x') * 1000));
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom({ start: start!, end: end! });
}

/** Values by time; a time that only one of the two windows has is there in both. */
function aligned(
  points: readonly TrendPoint[],
  before: readonly TrendPoint[] | undefined,
): uPlot.AlignedData {
  const seconds = (all: readonly TrendPoint[]) => all.map(({ time }) => time / 1000);
  const now: uPlot.AlignedData = [
    seconds(points),
    points.map(({ inbound }) => inbound),
    points.map(({ outbound }) => outbound),
  ];
  if (before === undefined) return now;
  return uPlot.join([
    now,
    [seconds(before), before.map(({ inbound }) => inbound), before.map(({ outbound }) => outbound)],
  ]);
}

function seriesOf(element: Element, zone: string, hasBefore: boolean): uPlot.Series[] {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
  const rate = (_: uPlot, value: number | null) => (value === null ? '–' : bitsPerSecond(value));
  const area = (label: string, name: string): uPlot.Series => ({
    label,
    stroke: colour(name),
    fill: `color-mix(in srgb, ${colour(name)} 22%, transparent)`,
    width: 1.5,
    value: rate,
    spanGaps: true,
    points: { show: false },
  });
  const line = (label: string, name: string): uPlot.Series => ({
    label,
    stroke: colour(name),
    width: 1,
    dash: [4, 4],
    value: rate,
    spanGaps: true,
    points: { show: false },
  });
  return [
    {
      label: t('measure.time'),
      value: (_, seconds) => (seconds === null ? '–' : timeIn(zone, seconds * 1000)),
    },
    area(t('measure.inbound'), '--inbound'),
    area(t('measure.outbound'), '--outbound'),
    ...(hasBefore
      ? [
          line(t('measure.inboundBefore'), '--inbound'),
          line(t('measure.outboundBefore'), '--outbound'),
        ]
      : []),
  ];
}

function axesOf(element: Element, zone: string): uPlot.Axis[] {
  const style = getComputedStyle(element);
  const look = {
    stroke: style.getPropertyValue('--text-muted'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: style.getPropertyValue('--line'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...look,
      grid: { show: false },
      values: (_, seconds, __, ___, step) => axisTimes(zone, seconds, step),
    },
    {
      ...look,
      size: 84,
      space: 26,
      values: (_, values) => values.map((value) => bitsPerSecond(value)),
    },
  ];
}

const DAY = 86_400;

/** Times on the axis, as numbers alone, which read alike in every language. */
function axisTimes(zone: string, seconds: readonly number[], step: number): string[] {
  let day = '';
  return seconds.map((second) => {
    const text = timeIn(zone, second * 1000);
    const [date, clock] = [text.slice(5, 10), text.slice(11, 16)];
    const isOtherDay = date !== day;
    day = date;
    if (step >= DAY) return date;
    return isOtherDay ? `${clock}\n${date}` : clock;
  });
}
