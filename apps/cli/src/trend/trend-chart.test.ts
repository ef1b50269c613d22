import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Piece } from '../output/terminal.ts';
import { chartLines } from './trend-chart.ts';
import type { TrendPart } from './trend.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 30, 4);

function parts(rates: readonly (readonly [number, number])[]): TrendPart[] {
  return rates.map(([in_bps, out_bps], index) => ({
    start: noon + index * minute,
    end: noon + (index + 1) * minute,
    in_bps,
    out_bps,
  }));
}

function shown(given: readonly TrendPart[], width: number, height = 20): string[] {
  const text = (piece: Piece) => (typeof piece === 'string' ? piece : piece.text);
  return chartLines(given, { width, height }).map((line) => line.map(text).join(''));
}

describe('the chart of a trend', () => {
  it('has both rates on one scale over local time', () => {
    const rates = [400_000, 0, 1, 800_000, 300_000, 100_000];
    const lines = shown(parts(rates.map((rate) => [rate, rate / 8])), 18);
    expect(lines).toEqual([
      'inbound    average 267 kbit/s,',
      '           peak 800 kbit/s at',
      '           11-30 12:03',
      '800 kbit/s ┤   █',
      '           │   █',
      '400 kbit/s ┤█  █▄',
      '           │█ ▁██▄',
      '         0 └┴─────',
      'outbound   average 33.3 kbit/s,',
      '           peak 100 kbit/s at',
      '           11-30 12:03',
      '800 kbit/s ┤',
      '           │',
      '400 kbit/s ┤',
      '           │▂ ▁▄▂▁',
      '         0 └┴─────',
      '          12:00',
    ]);
  });

  it.each([50, 80, 200])('fits %d columns, whatever there is', (width) => {
    for (const count of [1, 2, 61, 289, 865, 1500]) {
      for (const scale of [0.01, 1, 999.6e6, 123e15, 1e18]) {
        const rates = Array.from({ length: count }, (_, index) => (index + 1) * scale);
        const lines = shown(parts(rates.map((rate) => [rate, rate])), width, 24);
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
        // The highest bar reaches the upper half.
        expect(lines.slice(1, 5).join('')).toMatch('█');
      }
    }
  });

  it('has higher bars where the terminal has more rows', () => {
    const given = parts([[1, 1]]);
    expect([10, 24, 60].map((height) => shown(given, 80, height).length)).toEqual([13, 17, 25]);
  });
});
