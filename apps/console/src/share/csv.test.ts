import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it('is UTF-8 with its mark, and quotes what needs it', () => {
  expect(
    csvText(
      ['item', 'sessions'],
      [
        ['a,"b"\n中', 2],
        [undefined, 2n ** 63n],
      ],
    ),
  ).toBe('\uFEFFitem,sessions\r\n"a,""b""\n中",2\r\n,9223372036854775808\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'leaves nothing that a spreadsheet would compute of %j',
  (text) => {
    expect(
      csvText(['item'], [[text]])
        .split('\r\n')
        .slice(1)
        .join('\r\n'),
    ).toMatch(/^"?'/);
  },
);
