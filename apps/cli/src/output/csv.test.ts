import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('a line of CSV quotes what would break it, and stays one line', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 9_007_199_254_740_993n, undefined, 0.5])).toBe(
    'a,"b,c","say ""hi""",9007199254740993,,0.5',
  );
  expect(csvLine(['=1+1', '+a', '-a', '@a', -1, 'a=b'])).toBe("'=1+1,'+a,'-a,'@a,-1,a=b");
  expect(csvLine(['a\nb,c\u001b[2J'])).toBe(String.raw`"a\u000ab,c\u001b[2J"`);
});
