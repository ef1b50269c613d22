import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawPackages, packageGraph } from './package-graph.ts';
import { absolute } from './site-map.ts';

test('The picture of the packages shows what their manifests say: draw it again with `npx -y pnpm@12 --filter @cfw-flow/docs draw`.', () => {
  const picture = readFileSync(absolute('apps/docs/guides/pictures/packages.svg'), 'utf8');
  expect(picture).toBe(drawPackages(packageGraph()));
});

test('A package is drawn above those that it imports, with arrows to the nearest ones only.', () => {
  const picture = drawPackages(
    new Map([
      ['cli', ['store', 'types']],
      ['store', ['types']],
      ['types', []],
    ]),
  );
  const heights = [...picture.matchAll(/translate\(\S+ (\d+)\).*?>(\w+)<\/text>/g)].map(
    ([, y, name]) => [name, Number(y)],
  );
  expect(heights).toEqual([
    ['cli', 0],
    ['store', 92],
    ['types', 184],
  ]);
  expect(picture.match(/marker-end/g)).toHaveLength(2);
});
