import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../format.ts';
import { readLog } from '../read-log.ts';
import { cpuTime } from '../testing/cpu-time.ts';
import { LineMatcher, linesMatching, maxMatchedLine } from './line-matcher.ts';

/** Takes time that doubles with each letter. */
const catastrophic = /^(?<word>(?:a+)+)$/;
const evil = `${'a'.repeat(60)}!`;

describe('lines that are matched against patterns', () => {
  it('have the groups of the first pattern that they match', () => {
    const matcher = new LineMatcher({ patterns: [/^(?<one>\d+)$/, /^(?<two>\w+)$/] }, 'a.log');
    matcher.lookAhead(['12', 'ab', '?']);
    expect([matcher.match('12'), matcher.match('ab'), matcher.match('?')]).toEqual([
      { one: '12' },
      { two: 'ab' },
      'none',
    ]);
    expect(matcher.match('34')).toEqual({ one: '34' });
  });

  it('are told from others by what all of them match', () => {
    const matcher = new LineMatcher({ only: /^flow/, patterns: [/(?<n>\d)/] }, 'a.log');
    expect([matcher.match('flow 1'), matcher.match('flow'), matcher.match('1')]).toEqual([
      { n: '1' },
      'none',
      'other',
    ]);
  });

  it('are not tried when they are too long', () => {
    const matcher = new LineMatcher({ patterns: [/(?<all>.*)/] }, 'a.log');
    expect(matcher.match('a'.repeat(maxMatchedLine + 1))).toBe('too long');
  });

  it('do not keep the reader for years, and the good ones around them are read', () => {
    const matcher = new LineMatcher({ patterns: [catastrophic] }, 'a.log');
    const begin = cpuTime();
    matcher.lookAhead(['aa', evil, 'a']);
    expect([matcher.match('aa'), matcher.match(evil), matcher.match('a')]).toEqual([
      { word: 'aa' },
      'too slow',
      { word: 'a' },
    ]);
    expect(cpuTime() - begin).toBeLessThan(10_000);
  });

  it('end the log when many of them take too long', () => {
    const matcher = new LineMatcher({ patterns: [catastrophic] }, 'a.log');
    for (let at = 0; at < 3; at++) expect(matcher.match(evil)).toBe('too slow');
    expect(() => matcher.match(evil)).toThrow(
      'a.log has lines that the pattern of its format takes more than 2 s for.',
    );
  });

  it('bear no mark whose pattern takes too long', () => {
    expect(linesMatching(/a/, ['a', 'b'])).toEqual([true, false]);
    expect(linesMatching(catastrophic, ['a', evil])).toEqual([false, false]);
  });
});

describe('a log of quoted values', () => {
  const format: LogFormat = {
    name: 'csv',
    title: 'CSV',
    layout: { kind: 'columns', separator: ',', unset: [], quoted: true, header: ['from', 'to'] },
    mark: { says: '' },
    fields: {
      src_ip: 'from',
      dst_ip: 'to',
      protocol: { constant: 'TCP' },
      app: 'app',
      to_s_bytes: { constant: '1' },
      to_c_bytes: { constant: '1' },
      end_time: { constant: '1700000000000' },
    },
  };
  const read = (...lines: string[]) =>
    readLog(format, ['from,app,to', ...lines], {
      firewall: 'c598d612-8112-465c-bffd-863d4ce85a50',
    });

  it.each([
    ['10.0.0.1,"a, b",10.0.0.2', 'a, b'],
    ['10.0.0.1,"a ""b""",10.0.0.2', 'a "b"'],
    ['10.0.0.1,a"b,10.0.0.2', 'a"b'],
    ['"10.0.0.1","","10.0.0.2"', undefined],
  ])('reads %s', (line, app) => {
    expect(read(line).flows.map((flow) => flow.app)).toEqual([app]);
    expect(read(`${line}\r`).flows.map((flow) => flow.app)).toEqual([app]);
  });

  it.each([
    ['10.0.0.1,"a,10.0.0.2', 'has a quote that is not closed, or not doubled'],
    ['10.0.0.1,"a"b,10.0.0.2', 'has a quote that is not closed, or not doubled'],
    ['10.0.0.1,"a,b,c",10.0.0.2,"', 'has a quote that is not closed, or not doubled'],
    ['10.0.0.1,"a","b",10.0.0.2', 'has 4 values, not 3'],
  ])('rejects %s', (line, reason) => {
    expect(read(line).rejections).toEqual([{ line: 2, reason }]);
  });
});
