import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { duration, memory, options } from './options.ts';

describe('an amount of memory', () => {
  it.each([
    ['256MiB', 268_435_456],
    ['4GB', 4_000_000_000],
    ['1.5 GiB', 1_610_612_736],
  ])('is read from %s', (text, expected) => {
    expect(memory(text, 4e9)).toBe(expected);
  });

  it.each(['', '4', '4gb', '0', '-1GB', '255MiB', 'GB', '1e3GB', '10KB', '4.1GB', '99999999999GB'])(
    'is not read from %j',
    (text) => {
      expect(() => memory(text, 4e9)).toThrow('It takes 256MiB to 3814MiB, which there is here');
    },
  );
});

describe('a length of time', () => {
  it.each([
    ['1ms', 1],
    ['30s', 30_000],
    ['1.5 min', 90_000],
    ['1m', 60_000],
    ['24h', 86_400_000],
  ])('is read from %s', (text, expected) => {
    expect(duration(text)).toBe(expected);
  });

  it.each(['', '30', '0s', '-1s', '25h', '1441min', '0.4ms'])('is not read from %j', (text) => {
    expect(() => duration(text)).toThrow('It takes 1ms to 24h');
  });
});

describe('names of firewalls', () => {
  const id = 'c598d612-8112-465c-bffd-863d4ce85a50';
  const other = 'ffffffff-0000-4000-8000-000000000000';
  const named = (...texts: string[]) =>
    new Command()
      .addOption(options.firewallNames())
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parse(
        texts.flatMap((text) => ['--firewall-name', text]),
        { from: 'user' },
      )
      .opts()['firewallName'];

  it('are read one after the other', () => {
    expect(named(`${id}=Head office`, `${other.toUpperCase()}= 分部=2 `)).toEqual(
      new Map([
        [id, 'Head office'],
        [other, '分部=2'],
      ]),
    );
  });

  it.each([
    ['Office', 'It takes an id and a name'],
    ['office=Office', 'It takes a UUID'],
    [`${id}= `, 'A name has 1 to 255 characters'],
    [`${id}=a\u001bb`, 'A name has 1 to 255 characters'],
  ])('are not read from %j', (text, message) => {
    expect(() => named(text)).toThrow(message);
  });
});
