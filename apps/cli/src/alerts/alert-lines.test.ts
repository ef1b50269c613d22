import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { firingLines } from './alert-lines.ts';

const since = Date.UTC(2026, 10, 30, 12, 5);
const tracked = {
  alert: {
    rule: 'port-scan',
    severity: 'critical',
    firewall: '',
    log_type: 'internet',
    measure: 'sessions',
    value: 913,
    start_time: since - 3_600_000,
    end_time: since,
    summary: 'app E\u0007: 913 sessions in 1h, above 500 sessions',
  },
  since,
  told: {},
} as const;

const text = (width: number) =>
  firingLines([tracked], 1, width).map((pieces) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''),
  );

describe('the alerts that last', () => {
  it('are a line each where there is room', () => {
    expect(text(Infinity)).toEqual([
      expect.stringMatching(/^severity {2}rule {7}since {13}what$/),
      expect.stringMatching(
        /^critical {2}port-scan {2}2026-\S+ \S+ {2}app E\\u0007: 913 sessions in 1h, above 500 sessions$/,
      ),
      '',
      '1 alert, 1 rule checked',
    ]);
  });

  it('say all of it on a narrow terminal, on several lines', () => {
    const [, first = '', second = ''] = text(80);
    expect(first).toMatch(/ app E\\u0007: 913 sessions in 1h, above$/);
    expect(second).toMatch(/^ {39}500 sessions$/);
    expect(Math.max(...text(80).map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });
});
