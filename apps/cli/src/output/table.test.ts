import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { cutTo, fittedTable, hiddenText, tableLines } from './table.ts';

describe('a table', () => {
  it('has its words at the left and its numbers at the right', () => {
    const lines = tableLines(
      [
        { title: 'host', cells: ['a.example', 'bb'] },
        { title: 'flows', cells: ['1', '1,000'], align: 'right' },
      ],
      80,
    );
    expect(lines).toEqual(['host       flows', 'a.example      1', 'bb         1,000']);
  });

  it('is aligned where characters take two places', () => {
    const lines = tableLines(
      [
        { title: 'region', cells: ['中国大陆', 'France'] },
        { title: 'flows', cells: ['7', '8'], align: 'right' },
      ],
      80,
    );
    expect(lines.map((line) => stringWidth(line))).toEqual([15, 15, 15]);
  });

  it('cuts what may be cut until it fits', () => {
    const lines = tableLines(
      [
        { title: 'host', cells: ['a-very-long-name.example'], minWidth: 6 },
        { title: 'flows', cells: ['1'], align: 'right' },
      ],
      20,
    );
    expect(lines).toEqual(['host           flows', 'a-very-long-…      1']);
  });

  it('leaves out columns at its right that have no room, and says which', () => {
    const columns = [
      { title: 'host', cells: ['a-long-name.example'], minWidth: 8 },
      { title: 'flows', cells: ['1'] },
      { title: 'request', cells: ['2'] },
      { title: 'response', cells: ['3'] },
    ];
    const cut = fittedTable(columns, 34, 2);
    expect(cut).toEqual({
      lines: ['host      flows  request  response', 'a-long-…  1      2        3'],
      hidden: [],
    });
    const narrow = fittedTable(columns, 33, 2);
    expect(narrow.lines[0]).toBe('host               flows  request');
    expect(hiddenText(narrow)).toBe('too narrow for response: widen the terminal, or use a pipe');
    expect(fittedTable(columns, 5, 2).hidden).toEqual(['request', 'response']);
  });

  it('cuts between characters, never within one', () => {
    expect(cutTo('中国大陆', 6)).toBe('中国…');
    expect(cutTo('👩‍💻👩‍💻👩‍💻', 5)).toBe('👩‍💻👩‍💻…');
    expect(cutTo('abc', 3)).toBe('abc');
  });

  it('cuts paths in their middle, since their end says more', () => {
    const cells = ['logs/zeek-2026-11-27.conn.log', 'logs/a.log', '日志/例子/例子/例子.log'];
    const lines = tableLines([{ title: 'file', cells, minWidth: 10, cut: 'middle' }], 17);
    expect(lines).toEqual(['file', 'logs/zee…conn.log', 'logs/a.log', '日志/例…例子.log']);
  });
});
