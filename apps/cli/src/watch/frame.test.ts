import { FlowItem, Order } from '@cfw-flow/types';
import { describe, expect, it } from 'vitest';
import type { Piece } from '../output/terminal.ts';
import { frameLines, type Screen, type Watched } from './frame.ts';
import type { Snapshot } from './snapshot.ts';

const end = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;
const screen: Screen = { width: 100, height: 12, now: end };

function snapshot(groups: Record<string, number>): Snapshot {
  const entries = Object.entries(groups).map(([key, value]) => ({ key, value }));
  return {
    item: FlowItem.APP,
    length: '1h',
    start: end - hour,
    end,
    ranked: { record: entries, byte: [{ key: 'DNS', value: 1800 }] },
    totals: { record: 3600, byte: 450_000_000 },
    latest: end - 2000,
    rates: [{ agg_time: end - hour, in_bps: 1_000_000, out_bps: 0 }],
  };
}

function frame(watched: Partial<Watched>, size = screen): string[] {
  const state = { item: FlowItem.APP, order: Order.RECORD, length: '1h', isPaused: false };
  const lines = frameLines(
    { state, latest: undefined, before: undefined, problem: undefined, about: 'nat', ...watched },
    size,
  );
  const text = (piece: Piece) => (typeof piece === 'string' ? piece : piece.text);
  return lines.map((line) => line.map(text).join(''));
}

describe('a frame of watch', () => {
  it('has totals, rates, shares, and what changed since the one before', () => {
    const lines = frame({
      latest: snapshot({ DNS: 1800, SSH: 90, QUIC: 1 }),
      before: snapshot({ DNS: 1795, SSH: 90 }),
    });
    expect(lines).toHaveLength(screen.height);
    expect(lines[1]).toBe('3,600 sessions (1.0/s), 450 MB (1.0 Mbit/s), latest flow 2 s ago');
    expect(lines[2]).toBe('in █ 1.0 Mbit/s  out   0 bit/s');
    expect(lines[3]).toContain('[6 app]');
    expect(lines.slice(5, 9)).toEqual([
      '#  app   sessions  change     rate   bytes   share',
      '1  DNS      1,800      +5   30/min  1.8 kB  50.0 %  ████████'.replace(
        '  1.8 kB',
        '  1.8 kB',
      ),
      '2  SSH         90          1.5/min       -   2.5 %  ▍',
      '3  QUIC         1     new    1.0/h       -   0.0 %  ▏',
    ]);
  });

  it('shows as many groups as there is room for', () => {
    const many = snapshot(Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`a${i}`, 9])));
    for (const height of [1, 5, 8, 40]) {
      const lines = frame({ latest: many }, { ...screen, height });
      expect(lines).toHaveLength(height);
      expect(lines.filter((line) => /^ *\d+ +a\d/.test(line))).toHaveLength(
        Math.max(0, height - 8),
      );
    }
  });

  it('says what is wrong, and how old the answer is that it shows', () => {
    const lines = frame(
      { latest: snapshot({ DNS: 1 }), problem: 'No answer from there.' },
      { ...screen, now: end + 95_000 },
    );
    expect(lines.at(-2)).toBe('No answer from there. (what is shown is 2 min old)');
    expect(frame({ problem: 'No answer from there.' }).at(-2)).toBe('No answer from there.');
  });

  it('shows no answer to another question', () => {
    const latest = snapshot({ DNS: 1 });
    const state = { item: FlowItem.DST_HOST, order: Order.BYTE, length: '1h', isPaused: true };
    const lines = frame({ latest, state });
    expect(lines[0]).toMatch(/^dst_host by bytes, nat, last 1h .* paused $/);
    expect(lines.join('\n')).not.toContain('DNS');
    const other = { ...state, item: FlowItem.APP, length: '1d' };
    expect(frame({ latest, state: other }).join('\n')).not.toContain('DNS');
  });

  it('says that there are no flows', () => {
    const latest = { ...snapshot({}), latest: undefined, totals: { record: 0, byte: 0 } };
    expect(frame({ latest })[1]).toMatch(/, no flow ended in the last 1h$/);
  });
});
