import { expect, it } from 'vitest';
import { shown } from './text.ts';

it.each([
  ['www.acme.example', '"www.acme.example"'],
  ['a\u001b[2J\nb', String.raw`"a\u001b[2J\nb"`],
  ['a\u009b\u202eb', String.raw`"a\u009b\u202eb"`],
  ['say "x" \\', String.raw`"say \"x\" \\"`],
  ['x'.repeat(101), `"${'x'.repeat(100)}…"`],
])(
  'a value of a log is shown to a model with what could hide in it escaped once: %j',
  (value, text) => {
    expect(shown(value)).toBe(text);
  },
);
