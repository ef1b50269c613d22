import { expect, it } from 'vitest';
import { explanationCaption, explanationTable, readExplanation } from './explanation.ts';

const start = Date.UTC(2026, 10, 20, 10, 0, 1, 123);

function segment(from: string, rows: number, pending = false) {
  const span = { start, end: start + 1 };
  return { from, span, pending, groupRows: rows, detailRows: rows };
}

it.each([812, 12_345_678, 1_234_567_890])(
  'an explanation with %d rows a segment is no wider than 80 places',
  (rows) => {
    const segments = [
      segment('flows', rows),
      segment('ten-minutes', rows),
      segment('pending', rows, true),
    ];
    const lines = [...explanationTable(segments, 80).lines, ...explanationCaption(segments)];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/^flows {8}2026-11-20 18:00.*2026-11-20 18:00/);
  },
);

it('reads each kind of segment that a server names', () => {
  const value = ['flows', 'minutes', 'ten-minutes', 'hours', 'days']
    .map((from) => `${from};start=1;end=2;group_rows=3;detail_rows=4`)
    .join(', ');
  const found = readExplanation(new Headers({ 'X-Flow-Explain': value }));
  expect(found?.map(({ from }) => from).join(' ')).toBe('flows minutes ten-minutes hours days');
});
